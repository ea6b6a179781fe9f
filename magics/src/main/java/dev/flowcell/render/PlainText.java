package dev.flowcell.render;

import java.lang.reflect.Array;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A value as plain text: what it says of itself, guarded and bounded. Thread-safe. */
public final class PlainText {

  private static final int LIMIT = 100_000;

  /** Arrays may hold themselves. */
  private static final int DEEPEST = 20;

  private PlainText() {}

  /** What it says of itself; an array says its elements. Never throws what its code throws. */
  public static String of(Object value) {
    try {
      return value.getClass().isArray() ? ofArray(value) : bounded(String.valueOf(value));
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return unshowable(value, e);
    }
  }

  /** What stands in the place of a value whose own code threw. */
  public static String unshowable(Object value, Throwable thrown) {
    return "<" + value.getClass().getName() + ": cannot be shown, it threw " + reason(thrown) + ">";
  }

  private static String reason(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return thrown.getClass().getName();
    }
  }

  private static String ofArray(Object array) {
    StringBuilder out = new StringBuilder();
    append(array, 0, out);
    return out.toString();
  }

  private static void append(@Nullable Object value, int depth, StringBuilder out) {
    if (value == null || !value.getClass().isArray()) {
      out.append(value);
      return;
    }
    if (depth > DEEPEST) {
      out.append("[…]");
      return;
    }
    out.append('[');
    int length = Array.getLength(value);
    for (int i = 0; i < length; i++) {
      out.append(i == 0 ? "" : ", ");
      if (out.length() > LIMIT) {
        out.append(String.format(Locale.ROOT, "… (%,d elements in all)", length));
        break;
      }
      append(Array.get(value, i), depth + 1, out);
    }
    out.append(']');
  }

  private static String bounded(String text) {
    if (text.length() <= LIMIT) {
      return text;
    }
    return cut(text, LIMIT)
        + String.format(Locale.ROOT, " (cut: %,d characters in all)", text.length());
  }

  /** The text, or its beginning and an ellipsis where it is longer. */
  public static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    return text.substring(0, end) + "…";
  }
}
