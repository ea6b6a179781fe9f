package dev.flowcell.kernel.java.errors;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Code in which no text, character or comment says anything; all else stays in its place. */
final class BareCode {

  private static final Pattern COMMENT = Pattern.compile("//[^\\n]*|/\\*(?s:.*?)\\*/");

  private static final Pattern SAYING =
      Pattern.compile(
          "\"\"\"(?s:.*?)\"\"\"|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+(?:\"|(?=\\n|$))"
              + "|'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+)*+'|"
              + COMMENT);

  private BareCode() {}

  static String of(String source) {
    return SAYING
        .matcher(source)
        .replaceAll(match -> Matcher.quoteReplacement(silent(match.group())));
  }

  private static String silent(String part) {
    if (COMMENT.matcher(part).matches()) {
      return part.replaceAll(".", " ");
    }
    int closed = part.length() > 1 && part.endsWith(part.substring(0, 1)) ? 1 : 0;
    String said = part.substring(1, part.length() - closed).replaceAll(".", "·");
    return part.charAt(0) + said + part.substring(part.length() - closed);
  }

  /** Whether there are more of some brackets than of others. */
  static boolean hasMore(String source, String brackets, String than) {
    return count(source, brackets) > count(source, than);
  }

  private static long count(String source, String brackets) {
    return source.chars().filter(c -> brackets.indexOf(c) >= 0).count();
  }
}
