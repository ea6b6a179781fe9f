package dev.flowcell.render;

/**
 * Makes text safe in markup, the only class that does. Every character that came from user code
 * passes here on its way into HTML.
 *
 * <p>Markup characters are escaped. Control characters, terminal colour codes and marks that turn
 * the direction of what follows are dropped, and half surrogates replaced, so that what is shown is
 * what a reader sees in the text. Thread-safe.
 */
public final class Html {

  private static final char ESCAPE = '\u001b';

  private Html() {}

  /** Text for the inside of an element; line ends stay. */
  public static String text(String raw) {
    return escape(raw, false);
  }

  /** Text for an attribute's value that stands in double quotes. */
  public static String attribute(String raw) {
    return escape(raw, true);
  }

  private static String escape(String raw, boolean attribute) {
    StringBuilder out = new StringBuilder(raw.length() + 16);
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '\n' -> out.append(attribute ? "&#10;" : "\n");
        case '\t' -> out.append('\t');
        case '\r' -> {
          boolean half = i + 1 < raw.length() && raw.charAt(i + 1) == '\n';
          out.append(half ? "" : attribute ? "&#10;" : "\n");
        }
        case ESCAPE -> i = endOfColourCode(raw, i);
        default -> {
          if (Character.isHighSurrogate(c)
              && i + 1 < raw.length()
              && Character.isLowSurrogate(raw.charAt(i + 1))) {
            out.append(c).append(raw.charAt(++i));
          } else if (Character.isSurrogate(c)) {
            out.append('\ufffd');
          } else if (isShown(c)) {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  private static boolean isShown(char c) {
    boolean turnsDirection = (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    boolean noCharacter = c == '\ufffe' || c == '\uffff';
    return !Character.isISOControl(c) && !turnsDirection && !noCharacter;
  }

  /** The index of the last character of {@code ESC [ … letter}, or of the ESC alone. */
  private static int endOfColourCode(String raw, int start) {
    int i = start + 1;
    if (i >= raw.length() || raw.charAt(i) != '[') {
      return start;
    }
    do {
      i++;
    } while (i < raw.length() && raw.charAt(i) >= ' ' && raw.charAt(i) < '@');
    return Math.min(i, raw.length() - 1);
  }
}
