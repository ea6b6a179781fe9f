package dev.flowcell.render;

import dev.flowcell.run.Attempt;
import dev.flowcell.run.Run;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Times as a run view tells them, seen from one moment in one zone. */
final class RunViewTimes {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_CLOCK =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss 'UTC'")
          .appendOffset("+H:mm", "")
          .toFormatter(Locale.ROOT);

  private final Instant now;
  private final DateTimeFormatter clock;
  private final DateTimeFormatter dayAndClock;

  RunViewTimes(Instant now, ZoneId zone) {
    this.now = now;
    this.clock = CLOCK.withZone(zone);
    this.dayAndClock = DAY_AND_CLOCK.withZone(zone);
  }

  Instant now() {
    return now;
  }

  /** Such as {@code 12:03:04.123}. */
  String clock(Instant at) {
    return clock.format(at);
  }

  /** Such as {@code 2026-03-01 12:03:04 UTC+1}: the zone is told once, where a run begins. */
  String dayAndClock(Instant at) {
    return dayAndClock.format(at);
  }

  /** How long a run has taken, or empty where it has not begun. */
  String taken(Run run) {
    return run.startedAt().isEmpty() ? "" : duration(run.duration(now));
  }

  /** Such as {@code Attempt 2, Failed, 1.2 s: java.io.IOException: no}. */
  String words(Attempt attempt) {
    Instant ended = attempt.endedAt();
    String taken = duration(Duration.between(attempt.startedAt(), ended == null ? now : ended));
    State state = attempt.state();
    String outcome = state.type() == StateType.SCHEDULED ? "Failed" : RunViewLook.word(state);
    String error = attempt.error().isEmpty() ? "" : ": " + PlainText.cut(attempt.error(), 200);
    return "Attempt " + attempt.number() + ", " + outcome + ", " + taken + error;
  }

  /** Such as {@code next try in 2.3 s}, or empty where the state waits for nothing. */
  String countdown(State state) {
    Instant next = state.next();
    if (next == null) {
      return "";
    }
    Duration left = Duration.between(now, next);
    return left.toMillis() < 50 ? "next try now" : "next try in " + duration(left);
  }

  /**
   * Such as {@code 40 µs}, {@code 0.4 ms}, {@code 12 ms}, {@code 3.2 s}, {@code 2 min 05 s}, {@code
   * 1 h 02 min}.
   */
  static String duration(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      return "0 ms";
    }
    long millis = duration.toMillis();
    if (duration.toNanos() < 95_000) {
      return Math.max(1, (duration.toNanos() + 500) / 1_000) + " µs";
    }
    if (millis < 10) {
      long tenths = (duration.toNanos() + 50_000) / 100_000;
      return tenths / 10 + "." + tenths % 10 + " ms";
    }
    if (millis < 1_000) {
      return millis + " ms";
    }
    long tenths = (millis + 50) / 100;
    if (tenths < 600) {
      return tenths / 10 + "." + tenths % 10 + " s";
    }
    long seconds = (millis + 500) / 1_000;
    if (seconds < 3_600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    long minutes = seconds / 60;
    return String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
  }
}
