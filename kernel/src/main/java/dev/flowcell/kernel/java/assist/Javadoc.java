package dev.flowcell.kernel.java.assist;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of a Javadoc comment without its marks. */
final class Javadoc {

  private static final Pattern INLINE = Pattern.compile("\\{@(?<name>\\w+)");
  private static final Pattern LINK =
      Pattern.compile("\\s*(?<to>[^\\s(]*(?:\\([^)]*\\))?)(?:\\s+(?<label>.*))?", Pattern.DOTALL);
  private static final Pattern ITEM = Pattern.compile("\\s*<li>\\s*");
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^>]*>");
  private static final Pattern TYPE_PARAMETER = Pattern.compile("(@param\\s+)<(\\w+)>");
  private static final Pattern PARAMETERS =
      Pattern.compile("(?m)^[ \\t]*@(param|return|throws)\\s+");

  /** Stands for a piece of code while the marks around it go. */
  private static final char CODE = '\uE000';

  private Javadoc() {}

  /** What stands below a signature. */
  static String under(String signature, @Nullable String comment) {
    return comment == null || comment.isBlank() ? signature : signature + "\n" + text(comment);
  }

  /** What a comment says of one parameter or component. */
  static Optional<String> ofParameter(String comment, String name) {
    Matcher words =
        Pattern.compile("(?ms)^\\s*@param\\s+" + Pattern.quote(name) + "\\s+(.*?)(?=^\\s*@|\\z)")
            .matcher(comment);
    return words.find() ? Optional.of(words.group(1)) : Optional.empty();
  }

  /** The words of a comment whose stars are gone. */
  static String text(String comment) {
    List<String> codes = new ArrayList<>();
    String marked = inline(comment, codes);
    String types = TYPE_PARAMETER.matcher(marked).replaceAll("$1&lt;$2&gt;");
    String plain = TAG.matcher(ITEM.matcher(types).replaceAll("\n- ")).replaceAll("");
    String named =
        plain
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&nbsp;", " ")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
    return filled(PARAMETERS.matcher(named).replaceAll("@$1 "), codes)
        .lines()
        .map(line -> line.startsWith(" ") ? line.substring(1) : line)
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"))
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }

  /** The text without inline tags, whose braces may hold others; code is put aside. */
  private static String inline(String text, List<String> codes) {
    StringBuilder plain = new StringBuilder();
    Matcher tag = INLINE.matcher(text);
    int at = 0;
    while (tag.find(at)) {
      int end = closing(text, tag.start());
      plain.append(text, at, tag.start());
      plain.append(words(tag.group("name"), text.substring(tag.end(), end), codes));
      at = Math.min(end + 1, text.length());
    }
    return plain.append(text, at, text.length()).toString();
  }

  private static int closing(String text, int opening) {
    int depth = 0;
    for (int i = opening; i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return i;
      }
    }
    return text.length();
  }

  private static String words(String tag, String body, List<String> codes) {
    return switch (tag) {
      case "code", "literal", "value", "snippet" -> {
        codes.add(body.startsWith("\n") ? body : body.strip());
        yield String.valueOf(CODE);
      }
      case "link", "linkplain" -> link(body);
      case "return" -> "Returns " + inline(body.strip(), codes);
      case "inheritDoc", "docRoot" -> "";
      default -> inline(body.strip(), codes);
    };
  }

  private static String link(String body) {
    Matcher link = LINK.matcher(body.stripTrailing());
    if (!link.matches()) {
      return body;
    }
    return link.group("label") == null
        ? link.group("to").replaceFirst("^#", "").replace('#', '.')
        : link.group("label");
  }

  private static String filled(String text, List<String> codes) {
    StringBuilder all = new StringBuilder();
    int next = 0;
    for (char c : text.toCharArray()) {
      if (c == CODE && next < codes.size()) {
        all.append(codes.get(next++));
      } else {
        all.append(c);
      }
    }
    return all.toString();
  }
}
