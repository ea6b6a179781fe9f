package dev.flowcell.kernel.java.assist;

import dev.flowcell.cell.Completion;
import dev.flowcell.kernel.java.code.HiddenNames;
import dev.flowcell.kernel.java.code.SourceParts;
import dev.flowcell.kernel.java.errors.CompileErrors;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** What can stand at the end of code: as JShell has it, and what JShell does not see in a cell. */
final class Completions {

  static final int MOST = 500;

  private static final Pattern SWITCH =
      Pattern.compile("\\bswitch\\s*\\((?<in>[^(){};]*(?:\\([^()]*\\)[^(){};]*)*)\\)\\s*\\{");
  private static final Pattern CASE =
      Pattern.compile("\\bcase\\s+(?:\\w+\\s*,\\s*)*(?<word>\\w*)$");
  private static final Pattern CONSTANT = Pattern.compile("(?!class$)\\w+");
  private static final Pattern REFERENCE =
      Pattern.compile("(?<type>\\b[A-Z][\\w.]*)::(?<word>\\w*)$");
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?:\\b(?:int|long|double|boolean|char|float|byte|short|var)|\\b[A-Z]\\w*(?:<[^;(){}]*>)?)"
              + "(?:\\[\\])*\\s+(\\w+)\\s*(?=[=;:,)])",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern HEAD =
      Pattern.compile(
          "(?:\\belse\\s+)?\\b(?:if|while|switch)\\s*(?=\\()|\\bfor\\s*\\([^(){};:=]*+(?<!:):(?!:)");

  private static final Pattern PRINT = Pattern.compile("pri(?:nt?|ntln?)?");

  /** Of a statement. */
  private static final Pattern BEGINNING =
      Pattern.compile("(?:^|[\\n;{})]|->|\\belse\\s)\\s*\\w+$");

  /** So far back a pattern looks for what stands before a word. */
  private static final int MOST_LOOKED_AT = 200;

  private static final int LEAST_IN_ANY_CASE = 3;

  /** A type in {@link Enum}: every enum has it, and nobody looks for it there. */
  private static final String IN_ENUM = "EnumDesc";

  private static final Pattern BEHIND_ENUM = Pattern.compile("\\bEnum\\.\\w*$");

  private Completions() {}

  /** Whether the code ends with the label of a switch that is being typed. */
  static boolean isLabel(String before) {
    return CASE.matcher(before).find();
  }

  /** All of it; under the lock of the session that is asked. */
  static Completion complete(String before, SourceCodeAnalysis analysis) {
    Optional<Completion> other = constants(before, analysis).or(() -> members(before, analysis));
    return other.orElseGet(() -> completeName(before, analysis));
  }

  private static Completion completeName(String before, SourceCodeAnalysis analysis) {
    String code = withoutHead(before);
    int start = SourceParts.lastBegins(code, analysis);
    Completion known = known(code, start, analysis);
    return known.matches().isEmpty()
        ? withWords(before, locals(code, start, nothing(code)), inAnyCase(code, start, analysis))
        : withWords(before, locals(code, start, known), Stream.empty());
  }

  private static Completion known(String code, int snippet, SourceCodeAnalysis analysis) {
    Completion whole = complete(code, 0, analysis);
    return whole.matches().isEmpty() && snippet > 0 ? complete(code, snippet, analysis) : whole;
  }

  private static Completion nothing(String before) {
    return new Completion(List.of(), before.length() - wordAtEnd(before).length(), before.length());
  }

  /** The constants of an enum, behind {@code case}. */
  private static Optional<Completion> constants(String before, SourceCodeAnalysis analysis) {
    Matcher label = CASE.matcher(before);
    Optional<String> in = last(SWITCH, before).map(head -> head.group(1));
    if (in.isEmpty() || !label.find()) {
      return Optional.empty();
    }
    String word = label.group("word");
    List<String> matches =
        typeOf(in.get(), before, analysis).stream()
            .flatMap(type -> constantsOf(type, analysis))
            .filter(constant -> constant.startsWith(word))
            .toList();
    return matches.isEmpty()
        ? Optional.empty()
        : Optional.of(new Completion(matches, before.length() - word.length(), before.length()));
  }

  /** By JShell, or for a variable of the cell by its declaration. */
  private static Optional<String> typeOf(String value, String before, SourceCodeAnalysis analysis) {
    String known = analysis.analyzeType(value, 0);
    if (known != null) {
      return Optional.of(known);
    }
    Pattern declared =
        Pattern.compile("\\b([A-Z]\\w*)\\s+" + Pattern.quote(value.strip()) + "(?!\\w)");
    return last(declared, before).map(found -> found.group(1));
  }

  private static Stream<String> constantsOf(String type, SourceCodeAnalysis analysis) {
    List<String> statics = complete(type + ".", 0, analysis).matches();
    return statics.contains("values()") && statics.contains("valueOf(")
        ? statics.stream().filter(each -> CONSTANT.matcher(each).matches())
        : Stream.empty();
  }

  /** The methods that a method reference can name. */
  private static Optional<Completion> members(String before, SourceCodeAnalysis analysis) {
    Matcher reference = REFERENCE.matcher(before);
    if (!reference.find()) {
      return Optional.empty();
    }
    String type = reference.group("type");
    String word = reference.group("word");
    List<String> matches =
        Stream.of(type + "." + word, "((" + type + ") null)." + word)
            .flatMap(code -> complete(code, 0, analysis).matches().stream())
            .filter(match -> match.contains("("))
            .map(match -> match.substring(0, match.indexOf('(')))
            .distinct()
            .toList();
    return matches.isEmpty()
        ? Optional.empty()
        : Optional.of(new Completion(matches, before.length() - word.length(), before.length()));
  }

  /**
   * What begins as the word does but for its case, such as {@code String} for {@code str}; types of
   * {@code java.lang} come first.
   */
  private static Stream<String> inAnyCase(String before, int snippet, SourceCodeAnalysis analysis) {
    String word = wordAtEnd(before);
    int start = before.length() - word.length();
    if (word.length() < LEAST_IN_ANY_CASE) {
      return Stream.empty();
    }
    return Stream.of(word.toUpperCase(Locale.ROOT), word.toLowerCase(Locale.ROOT))
        .map(same -> known(before.substring(0, start) + same.charAt(0), snippet, analysis))
        .filter(found -> found.start() == start)
        .flatMap(found -> found.matches().stream())
        .filter(match -> match.regionMatches(true, 0, word, 0, word.length()))
        .sorted(Comparator.comparing(match -> !CompileErrors.isPublicType("java.lang." + match)));
  }

  /** With the local variables of the method around, which JShell leaves out. */
  private static Completion locals(String before, int snippet, Completion found) {
    String word = wordAtEnd(before);
    int start = before.length() - word.length();
    if (word.isEmpty() || found.start() != start || before.startsWith(".", start - 1)) {
      return found;
    }
    Stream<String> locals =
        LOCAL
            .matcher(before.substring(snippet, start))
            .results()
            .map(match -> match.group(1))
            .filter(name -> name.startsWith(word));
    return joined(locals, found.matches().stream(), found);
  }

  /** With what begins a statement that prints, and words of the language, behind what is known. */
  private static Completion withWords(String before, Completion found, Stream<String> last) {
    String word = wordAtEnd(before);
    if (found.start() != before.length() - word.length()) {
      return found;
    }
    String line = before.substring(Math.max(0, before.length() - MOST_LOOKED_AT));
    Stream<String> printing =
        PRINT.matcher(word).matches() && BEGINNING.matcher(line).find()
            ? Stream.of("System.out.println(")
            : Stream.empty();
    Stream<String> words = Stream.concat(printing, Keywords.beginning(word, line));
    return joined(found.matches().stream(), Stream.concat(words, last), found);
  }

  private static Completion joined(Stream<String> first, Stream<String> then, Completion place) {
    return new Completion(
        Stream.concat(first, then).distinct().limit(MOST).toList(), place.start(), place.end());
  }

  /** The name or the part of one that the code ends with. */
  static String wordAtEnd(String before) {
    int start = before.length();
    while (start > 0 && Character.isJavaIdentifierPart(before.charAt(start - 1))) {
      start--;
    }
    return before.substring(start);
  }

  /** In a condition, and where a loop is told its values, JShell knows the members of no value. */
  private static String withoutHead(String before) {
    return last(HEAD, before)
        .filter(head -> isOpen(before.substring(head.start())))
        .map(
            head ->
                before.substring(0, head.start())
                    + " ".repeat(head.end() - head.start())
                    + before.substring(head.end()))
        .orElse(before);
  }

  /** Whether the first bracket is not closed. */
  private static boolean isOpen(String code) {
    int depth = 1;
    for (int i = code.indexOf('(') + 1; i < code.length() && depth > 0; i++) {
      depth += code.charAt(i) == '(' ? 1 : code.charAt(i) == ')' ? -1 : 0;
    }
    return depth > 0;
  }

  private static Optional<MatchResult> last(Pattern pattern, String code) {
    return pattern.matcher(code).results().reduce((earlier, later) -> later);
  }

  private static Completion complete(String before, int start, SourceCodeAnalysis analysis) {
    int[] anchor = {before.length() - start};
    String code = before.substring(start);
    List<Suggestion> suggestions = analysis.completionSuggestions(code, code.length(), anchor);
    List<String> matches =
        Stream.concat(
                suggestions.stream().filter(Suggestion::matchesType),
                suggestions.stream().filter(suggestion -> !suggestion.matchesType()))
            .map(Suggestion::continuation)
            .filter(match -> HiddenNames.strip(match).equals(match))
            .filter(match -> !match.startsWith("$JShell$"))
            .filter(match -> !match.equals(IN_ENUM) || BEHIND_ENUM.matcher(code).find())
            .distinct()
            .limit(MOST)
            .toList();
    return new Completion(matches, start + anchor[0], before.length());
  }
}
