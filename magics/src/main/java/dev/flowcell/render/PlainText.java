package dev.flowcell.render;

import java.util.Arrays;
import java.util.Locale;

/** A value as plain text: what it says of itself, guarded and bounded. */
final class PlainText {

  private static final int LIMIT = 100_000;

  private PlainText() {}

  static String of(Object value) {
    try {
      return bounded(value.getClass().isArray() ? ofArray(value) : String.valueOf(value));
    } catch (RuntimeException | StackOverflowError e) {
      return unshowable(value, e);
    }
  }

  /** What stands in the place of a value whose own code threw. */
  static String unshowable(Object value, Throwable thrown) {
    return "<" + value.getClass().getName() + ": cannot be shown, it threw " + reason(thrown) + ">";
  }

  private static String reason(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (RuntimeException | StackOverflowError e) {
      return thrown.getClass().getName();
    }
  }

  private static String ofArray(Object array) {
    String wrapped = Arrays.deepToString(new Object[] {array});
    return wrapped.substring(1, wrapped.length() - 1);
  }

  private static String bounded(String text) {
    if (text.length() <= LIMIT) {
      return text;
    }
    return cut(text, LIMIT)
        + String.format(Locale.ROOT, " (cut: %,d characters in all)", text.length());
  }

  /** The text, or its beginning and an ellipsis where it is longer. */
  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    return text.substring(0, end) + "…";
  }
}
