package dev.flowcell.store.jdbc;

/**
 * Text as columns hold it. PostgreSQL refuses NUL, and no UTF-8 has half a surrogate pair; both
 * stand there as U+001A, the substitute character, and four hexadecimal digits.
 */
final class ColumnText {

  private static final char SUBSTITUTE = '\u001A';
  private static final int DIGITS = 4;

  private ColumnText() {}

  static String encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (needsCare(text.charAt(i))) {
        return encode(text, i);
      }
    }
    return text;
  }

  private static boolean needsCare(char c) {
    return c == 0 || c == SUBSTITUTE || Character.isSurrogate(c);
  }

  private static String encode(String text, int from) {
    StringBuilder encoded = new StringBuilder(text.length() + 16).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        encoded.append(c).append(text.charAt(++i));
      } else if (needsCare(c)) {
        encoded.append(SUBSTITUTE).append(String.format("%04x", (int) c));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }

  static String decode(String column) {
    int next = column.indexOf(SUBSTITUTE);
    if (next < 0) {
      return column;
    }
    StringBuilder text = new StringBuilder(column.length());
    int done = 0;
    while (next >= 0) {
      int code = code(column, next + 1);
      if (code >= 0) {
        text.append(column, done, next).append((char) code);
        done = next + 1 + DIGITS;
      }
      next = column.indexOf(SUBSTITUTE, Math.max(done, next + 1));
    }
    return text.append(column, done, column.length()).toString();
  }

  /** The code that stands there, or -1: then the substitute character stands for itself. */
  private static int code(String column, int start) {
    if (start + DIGITS > column.length()) {
      return -1;
    }
    int code = 0;
    for (int i = start; i < start + DIGITS; i++) {
      int digit = Character.digit(column.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }
}
