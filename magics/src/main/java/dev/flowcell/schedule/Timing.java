package dev.flowcell.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The times at which something is due. Immutable. */
public sealed interface Timing {

  /** The first due time after an instant; empty where there is none any more. */
  Optional<Instant> after(Instant time);

  /**
   * The last due time from one that is known up to another instant, that included.
   *
   * @param due a due time that is not after {@code time}
   */
  default Instant lastUntil(Instant time, Instant due) {
    Instant last = due;
    for (Duration window : Windows.GROWING) {
      Instant start = time.minus(window);
      Optional<Instant> next = start.isAfter(due) ? after(start) : after(due);
      if (next.filter(each -> !each.isAfter(time)).isPresent()) {
        for (; next.isPresent() && !next.get().isAfter(time); next = after(next.get())) {
          last = next.get();
        }
        return last;
      }
    }
    return last;
  }

  /** The zone whose clock its times are read by, where another one has no reason to count. */
  default ZoneId zoneOr(ZoneId other) {
    return other;
  }

  /** As a person reads it, such as {@code every 15m}. */
  String words();

  /** As {@link #parse} reads it. */
  String text();

  /**
   * Reads what {@link #text} has written.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static Timing parse(String text) {
    String[] parts = text.split(" ", 3);
    return switch (parts[0]) {
      case "every" -> new Every(Duration.parse(parts[1]), Instant.parse(parts[2]));
      case "cron" -> new AtCron(parts[2], ZoneId.of(parts[1]));
      case "at" -> new At(Instant.parse(parts[1]));
      default -> throw new IllegalArgumentException("no times are told by '" + text + "'");
    };
  }

  /** How far back a last time is looked for: years of seconds would take long to count. */
  final class Windows {

    private static final List<Duration> GROWING =
        List.of(
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(31),
            Duration.ofDays(36_500));

    private Windows() {}
  }

  /**
   * Again and again after the same time, however clocks are set.
   *
   * @param interval a second or longer
   * @param from the first due time comes one interval later
   */
  record Every(Duration interval, Instant from) implements Timing {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    public Every {
      if (interval.compareTo(SHORTEST) < 0) {
        throw new IllegalArgumentException("needs a time of one second or longer");
      }
      from = from.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Optional<Instant> after(Instant time) {
      long passed = time.isBefore(from) ? 0 : Duration.between(from, time).dividedBy(interval);
      return Optional.of(from.plus(interval.multipliedBy(passed + 1)));
    }

    @Override
    public String words() {
      return "every " + interval.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    @Override
    public String text() {
      return "every " + interval + " " + from;
    }
  }

  /**
   * As a cron expression says.
   *
   * <p>Where a clock is set back, a fixed time of day is due once, and what is due every hour or
   * minute goes on. Where it is set forward over the only time of a day, that day is made up for as
   * soon as the clock has been set.
   *
   * @param expression minute, hour, day of month, month and day of week, as cron of Unix has them;
   *     with a sixth field in front of them, seconds
   * @param zone whose clock it follows
   */
  record AtCron(String expression, ZoneId zone) implements Timing {

    private static final int FIELDS_WITH_SECONDS = 6;

    public AtCron {
      expression = expression.strip().replaceAll("\\s+", " ");
      var unused = cron(expression);
    }

    private static Cron cron(String expression) {
      boolean withSeconds = expression.split(" ", -1).length == FIELDS_WITH_SECONDS;
      CronType type = withSeconds ? CronType.SPRING53 : CronType.UNIX;
      return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type))
          .parse(expression)
          .validate();
    }

    @Override
    public Optional<Instant> after(Instant time) {
      ExecutionTime times = ExecutionTime.forCron(cron(expression));
      Optional<Instant> next = times.nextExecution(time.atZone(zone)).map(ZonedDateTime::toInstant);
      ZoneOffsetTransition change = zone.getRules().nextTransition(time);
      return change != null
              && next.filter(due -> due.isBefore(change.getInstant())).isEmpty()
              && skipsTheOnlyTime(change, times)
          ? Optional.of(change.getInstant())
          : next;
    }

    private boolean skipsTheOnlyTime(ZoneOffsetTransition change, ExecutionTime times) {
      if (!change.isGap()) {
        return false;
      }
      LocalDate day = change.getDateTimeBefore().toLocalDate();
      boolean hasAnother =
          times
              .nextExecution(day.atStartOfDay(zone).minusSeconds(1))
              .filter(due -> due.toLocalDate().equals(day))
              .isPresent();
      return !hasAnother
          && times
              .nextExecution(change.getDateTimeBefore().minusSeconds(1).atZone(ZoneOffset.UTC))
              .filter(due -> due.toLocalDateTime().isBefore(change.getDateTimeAfter()))
              .isPresent();
    }

    @Override
    public ZoneId zoneOr(ZoneId other) {
      return zone;
    }

    @Override
    public String words() {
      return expression + ", " + zone;
    }

    @Override
    public String text() {
      return "cron " + zone + " " + expression;
    }

    /**
     * Takes a zone by its name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ZoneId zone(String name) {
      try {
        return ZoneId.of(name);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "needs a time zone such as Europe/Zurich or UTC, not '" + name + "'", e);
      }
    }
  }

  /** Once. */
  record At(Instant instant) implements Timing {

    @Override
    public Optional<Instant> after(Instant time) {
      return time.isBefore(instant) ? Optional.of(instant) : Optional.empty();
    }

    @Override
    public String words() {
      return "at " + instant;
    }

    @Override
    public String text() {
      return "at " + instant;
    }
  }
}
