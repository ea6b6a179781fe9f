package dev.flowcell.kernel.java.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Java allows in a file, and JShell does not, since it makes each type of a cell a public
 * member of a class of its own: a record's constructor that is as visible as the record needs a
 * {@code public} there, and the types of a sealed one need to be named. Both are put in, so that
 * {@link HiddenNames} knows them.
 */
public final class FileRules {

  private static final Pattern CONCERNED = Pattern.compile("\\b(?:record|sealed)\\b");

  /** What is no code, words, and the signs that tell where they stand. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\\n]*+|/\\*(?s:.*?)\\*/|\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\""
              + "|'(?:\\\\.|[^'\\\\\\n])*+'"
              + "|(?<code>[\\p{L}_$][\\p{L}\\p{N}_$]*+|[-{}()\\[\\];@.])");

  private static final Set<String> KINDS = Set.of("class", "interface", "record", "enum");

  private record Token(String text, int start) {
    boolean is(String other) {
      return text.equals(other);
    }

    boolean isWord() {
      return Character.isJavaIdentifierStart(text.charAt(0));
    }
  }

  /** A type, by the places of its tokens. */
  private record Type(String kind, String name, int first, int named, int body, int end) {}

  private final List<Token> tokens = new ArrayList<>();

  /** What is put in, by its place in the code. */
  private final TreeMap<Integer, String> additions = new TreeMap<>();

  private FileRules(String code) {
    for (Matcher token = TOKEN.matcher(code); token.find(); ) {
      if (token.group("code") != null) {
        tokens.add(new Token(token.group(), token.start()));
      }
    }
  }

  /** The code of a cell with all that a file would not need. */
  public static String apply(String code) {
    return CONCERNED.matcher(code).find() ? new FileRules(code).on(code) : code;
  }

  private String on(String code) {
    List<Type> types = types(0, tokens.size());
    for (Type type : types) {
      if (type.kind().equals("record")) {
        showConstructors(type);
      }
      if (isSealed(type)) {
        nameTypes(type, types);
      }
    }
    StringBuilder whole = new StringBuilder(code);
    additions.descendingMap().forEach(whole::insert);
    return whole.toString();
  }

  /** Those that no other one is around, among tokens. */
  private List<Type> types(int from, int to) {
    List<Type> types = new ArrayList<>();
    int first = from;
    for (int i = from; i < to; i++) {
      Token token = tokens.get(i);
      if (KINDS.contains(token.text()) && isWord(i + 1) && !is(i - 1, ".")) {
        int body = body(i, to);
        if (body < to) {
          types.add(
              new Type(token.text(), tokens.get(i + 1).text(), first, i + 1, body, behind(body)));
          i = behind(body) - 1;
          first = i + 1;
        }
      } else if ("{([".contains(token.text())) {
        i = behind(i) - 1;
        first = token.is("{") ? i + 1 : first;
      } else if (token.is(";")) {
        first = i + 1;
      }
    }
    return types;
  }

  private boolean isWord(int i) {
    return i < tokens.size() && tokens.get(i).isWord();
  }

  private boolean is(int i, String text) {
    return i >= 0 && i < tokens.size() && tokens.get(i).is(text);
  }

  /** The brace that opens a type's body; the end where it has none. */
  private int body(int kind, int to) {
    int i = kind;
    while (i < to && !tokens.get(i).is("{")) {
      if (tokens.get(i).is(";")) {
        return to;
      }
      i = tokens.get(i).is("(") ? behind(i) : i + 1;
    }
    return i;
  }

  /** Behind what a bracket opens, or the end. */
  private int behind(int opening) {
    int depth = 0;
    for (int i = opening; i < tokens.size(); i++) {
      if ("{([".contains(tokens.get(i).text())) {
        depth++;
      } else if ("})]".contains(tokens.get(i).text()) && --depth == 0) {
        return i + 1;
      }
    }
    return tokens.size();
  }

  private boolean isSealed(Type type) {
    for (int i = type.first(); i < type.named(); i++) {
      if (tokens.get(i).is("sealed") && !is(i - 1, "-")) {
        return words(type).noneMatch("permits"::equals);
      }
    }
    return false;
  }

  /** The words of its head, behind its name. */
  private Stream<String> words(Type type) {
    return tokens.subList(type.named() + 1, type.body()).stream()
        .filter(Token::isWord)
        .map(Token::text);
  }

  private void nameTypes(Type sealed, List<Type> types) {
    List<String> named = new ArrayList<>(below(sealed, types).toList());
    if (!named.isEmpty()) {
      below(sealed, types(sealed.body() + 1, sealed.end() - 1))
          .forEach(each -> named.add(sealed.name() + "." + each));
      additions.put(
          tokens.get(sealed.body()).start(), HiddenNames.permits(String.join(", ", named)));
    }
  }

  private Stream<String> below(Type sealed, List<Type> types) {
    return types.stream()
        .filter(type -> !type.equals(sealed) && words(type).anyMatch(sealed.name()::equals))
        .map(Type::name);
  }

  private void showConstructors(Type record) {
    boolean begins = true;
    for (int i = record.body() + 1; i < record.end() - 1; i++) {
      Token token = tokens.get(i);
      if (begins && token.is(record.name()) && "({".contains(tokens.get(i + 1).text())) {
        additions.put(token.start(), HiddenNames.PUBLIC);
      }
      if (begins && token.is("@")) {
        i = annotationEnd(i + 1);
      } else if ("{([".contains(token.text())) {
        i = behind(i) - 1;
        begins = token.is("{");
      } else {
        begins = token.is(";");
      }
    }
  }

  /** The last token of an annotation, by that of its name. */
  private int annotationEnd(int name) {
    int i = name;
    while (is(i + 1, ".")) {
      i += 2;
    }
    return is(i + 1, "(") ? behind(i + 1) - 1 : i;
  }
}
