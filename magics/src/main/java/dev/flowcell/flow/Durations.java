package dev.flowcell.flow;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write them. */
public final class Durations {

  private static final Pattern SHORT = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads a duration such as {@code 300ms}, {@code 3s}, {@code 2m}, {@code 1h} or {@code PT3S}.
   *
   * @throws IllegalArgumentException when it is none, or negative; the message says what it could
   *     be
   */
  public static Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
    try {
      Duration duration =
          matcher.matches()
              ? Duration.ofNanos(
                  Math.round(Double.parseDouble(matcher.group(1)) * nanos(matcher.group(2))))
              : Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "needs a duration such as 300ms, 3s, 2m, 1h or PT3S, not '" + text + "'");
  }

  private static double nanos(String unit) {
    return switch (unit) {
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      case "h" -> 3600e9;
      default -> 86_400e9;
    };
  }
}
