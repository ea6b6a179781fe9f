package dev.flowcell.render;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A value as plain text: what it says of itself, guarded and bounded. Thread-safe. */
public final class PlainText {

  private static final int LIMIT = 100_000;

  /** A reader of a notebook reads no more of a list. */
  private static final int MOST_ELEMENTS = 1_000;

  /** Arrays and lists may hold themselves. */
  private static final int DEEPEST = 20;

  private PlainText() {}

  /**
   * What it says of itself; arrays, collections and maps say their elements. Never throws what its
   * code throws.
   */
  public static String of(Object value) {
    try {
      StringBuilder out = new StringBuilder();
      append(value, 0, out);
      return bounded(out.toString());
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return unshowable(value, e);
    }
  }

  /** What stands in the place of a value whose own code threw. */
  public static String unshowable(Object value, Throwable thrown) {
    return "<" + typeOf(value) + ": cannot be shown, it threw " + reason(thrown) + ">";
  }

  private static String reason(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return thrown.getClass().getName();
    }
  }

  /** A type of a cell by the name that the cell gave it. */
  private static String typeOf(Object value) {
    Class<?> type = value.getClass();
    if (type.isSynthetic() && type.isHidden() && type.getInterfaces().length > 0) {
      return "lambda " + type.getInterfaces()[0].getSimpleName();
    }
    boolean named = !type.isAnonymousClass() && !type.isLocalClass();
    return type.isMemberClass() && named && !isOfJava(type) ? type.getSimpleName() : type.getName();
  }

  private static void append(@Nullable Object value, int depth, StringBuilder out) {
    if (value == null) {
      out.append("null");
    } else if (value.getClass().isArray()) {
      int length = Array.getLength(value);
      Iterator<?> elements =
          IntStream.range(0, Math.min(length, MOST_ELEMENTS + 1))
              .mapToObj(i -> Array.get(value, i))
              .iterator();
      appendAll(elements, length, '[', ']', depth, out);
    } else if (value instanceof Collection<?> collection && saysItsElements(value)) {
      appendAll(collection.iterator(), collection.size(), '[', ']', depth, out);
    } else if (value instanceof Map<?, ?> map && saysItsElements(value)) {
      appendAll(map.entrySet().iterator(), map.size(), '{', '}', depth, out);
    } else if (depth > 0 && value instanceof Map.Entry<?, ?> entry && isOfJava(value.getClass())) {
      append(entry.getKey(), depth, out);
      append(entry.getValue(), depth, out.append('='));
    } else if (depth > 0 && !isOfJava(value.getClass())) {
      out.append(of(value, depth));
    } else {
      out.append(text(value));
    }
  }

  /** One element that cannot be shown leaves the others to be read. */
  private static String of(Object element, int depth) {
    try {
      return text(element);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return unshowable(element, e);
    }
  }

  private static String text(Object value) {
    if (value instanceof BaseStream<?, ?>) {
      return "a stream, not read yet: toList() or toArray() gives its elements";
    }
    return saysNothing(value)
        ? typeOf(value) + "@" + Integer.toHexString(System.identityHashCode(value))
        : String.valueOf(value.toString());
  }

  private static void appendAll(
      Iterator<?> elements, int count, char open, char close, int depth, StringBuilder out) {
    out.append(open);
    if (depth > DEEPEST) {
      out.append('…').append(close);
      return;
    }
    for (int i = 0; elements.hasNext(); i++) {
      out.append(i == 0 ? "" : ", ");
      if (i == MOST_ELEMENTS || out.length() > LIMIT) {
        out.append(String.format(Locale.ROOT, "… (%,d elements in all)", count));
        break;
      }
      append(elements.next(), depth + 1, out);
    }
    out.append(close);
  }

  /** Whether its text is that of Java's own collections. */
  private static boolean saysItsElements(Object value) {
    return isOfJava(toStringOf(value));
  }

  /** Whether its text is only a name and a number. */
  private static boolean saysNothing(Object value) {
    return toStringOf(value) == Object.class && !isOfJava(value.getClass());
  }

  private static Class<?> toStringOf(Object value) {
    try {
      return value.getClass().getMethod("toString").getDeclaringClass();
    } catch (NoSuchMethodException e) {
      return Object.class;
    }
  }

  private static boolean isOfJava(Class<?> type) {
    return type.getName().startsWith("java.");
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
