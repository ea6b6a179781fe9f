package dev.flowcell.kernel.java.assist;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What code ends in: code, or a text or comment that is not closed.
 *
 * @param start where the text begins, behind its quotes
 */
record Surroundings(Kind kind, int start) {

  enum Kind {
    CODE,
    TEXT,
    COMMENT
  }

  private static final Pattern BEGINS =
      Pattern.compile("//|/\\*|\"\"\"|\"|'(?:\\\\.[^']*|[^'\\\\])'");

  static Surroundings of(String before) {
    Matcher begins = BEGINS.matcher(before);
    int at = 0;
    while (begins.find(at)) {
      String opening = begins.group();
      int end =
          switch (opening) {
            case "//" -> before.indexOf('\n', begins.end());
            case "/*" -> behind("*/", before, begins.end());
            case "\"\"\"" -> behind("\"\"\"", before, begins.end());
            case "\"" -> behindText(before, begins.end());
            default -> begins.end();
          };
      if (end < 0) {
        return new Surroundings(opening.startsWith("/") ? Kind.COMMENT : Kind.TEXT, begins.end());
      }
      at = end;
    }
    return new Surroundings(Kind.CODE, before.length());
  }

  private static int behind(String closing, String code, int from) {
    int at = code.indexOf(closing, from);
    return at < 0 ? at : at + closing.length();
  }

  /** A text ends with its line, closed or not. */
  private static int behindText(String code, int from) {
    for (int i = from; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"' || c == '\n') {
        return i + 1;
      }
    }
    return -1;
  }
}
