package dev.flowcell.render.chart;

import dev.flowcell.render.chart.Scale.Tick;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Dates and times along an axis, as milliseconds; what has no zone is drawn as it reads. */
final class Instants {

  private record Step(int count, ChronoUnit unit, String pattern) {

    double millis() {
      return (double) count * unit.getDuration().toMillis();
    }
  }

  private static final List<Step> STEPS =
      List.of(
          new Step(1, ChronoUnit.SECONDS, "HH:mm:ss"),
          new Step(10, ChronoUnit.SECONDS, "HH:mm:ss"),
          new Step(1, ChronoUnit.MINUTES, "HH:mm"),
          new Step(5, ChronoUnit.MINUTES, "HH:mm"),
          new Step(15, ChronoUnit.MINUTES, "HH:mm"),
          new Step(1, ChronoUnit.HOURS, "HH:mm"),
          new Step(3, ChronoUnit.HOURS, "MM-dd HH:mm"),
          new Step(6, ChronoUnit.HOURS, "MM-dd HH:mm"),
          new Step(1, ChronoUnit.DAYS, "yyyy-MM-dd"),
          new Step(2, ChronoUnit.DAYS, "yyyy-MM-dd"),
          new Step(7, ChronoUnit.DAYS, "yyyy-MM-dd"),
          new Step(14, ChronoUnit.DAYS, "yyyy-MM-dd"),
          new Step(1, ChronoUnit.MONTHS, "yyyy-MM"),
          new Step(3, ChronoUnit.MONTHS, "yyyy-MM"),
          new Step(6, ChronoUnit.MONTHS, "yyyy-MM"),
          new Step(1, ChronoUnit.YEARS, "yyyy"),
          new Step(2, ChronoUnit.YEARS, "yyyy"),
          new Step(5, ChronoUnit.YEARS, "yyyy"),
          new Step(10, ChronoUnit.YEARS, "yyyy"),
          new Step(50, ChronoUnit.YEARS, "yyyy"));

  private Instants() {}

  /** The instant that a text in ISO form tells, in milliseconds. */
  static OptionalLong parse(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      if (iso.indexOf('T') < 0) {
        return OptionalLong.of(
            LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
      }
      return OptionalLong.of(
          iso.endsWith("Z")
              ? Instant.parse(iso).toEpochMilli()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli());
    } catch (DateTimeParseException e) {
      return OptionalLong.empty();
    }
  }

  /** A date, or a date and time, in ISO form. */
  static String iso(double millis) {
    LocalDateTime at = dateTime(millis);
    boolean isDay = at.equals(at.truncatedTo(ChronoUnit.DAYS));
    return isDay ? at.toLocalDate().toString() : at.toString();
  }

  /** At most so many round dates or times within the scale. */
  static List<Tick> ticks(Scale scale, int most) {
    double least = (scale.max() - scale.min()) / Math.max(1, most);
    Step step =
        STEPS.stream()
            .filter(candidate -> candidate.millis() >= least)
            .findFirst()
            .orElse(STEPS.get(STEPS.size() - 1));
    DateTimeFormatter label = DateTimeFormatter.ofPattern(step.pattern());
    List<Tick> ticks = new ArrayList<>();
    LocalDateTime end = dateTime(scale.max());
    for (LocalDateTime at = first(dateTime(scale.min()), step);
        !at.isAfter(end);
        at = at.plus(step.count(), step.unit())) {
      long millis = at.toInstant(ZoneOffset.UTC).toEpochMilli();
      if (millis >= scale.min()) {
        ticks.add(new Tick(millis, at.format(label)));
      }
    }
    return ticks;
  }

  private static LocalDateTime dateTime(double millis) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli((long) millis), ZoneOffset.UTC);
  }

  /** A round date or time at or shortly before that one. */
  private static LocalDateTime first(LocalDateTime from, Step step) {
    return switch (step.unit()) {
      case YEARS ->
          LocalDate.of(Math.floorDiv(from.getYear(), step.count()) * step.count(), 1, 1)
              .atStartOfDay();
      case MONTHS ->
          LocalDate.of(
                  from.getYear(), (from.getMonthValue() - 1) / step.count() * step.count() + 1, 1)
              .atStartOfDay();
      case DAYS -> from.truncatedTo(ChronoUnit.DAYS);
      default -> {
        long size = step.unit().getDuration().toSeconds() * step.count();
        long seconds = Math.floorDiv(from.toEpochSecond(ZoneOffset.UTC), size) * size;
        yield LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
      }
    };
  }
}
