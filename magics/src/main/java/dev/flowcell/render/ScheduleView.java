package dev.flowcell.render;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.run.FlowRun;
import dev.flowcell.schedule.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws a schedule: when it is due, and a line for each of its last runs. */
public final class ScheduleView {

  /** How many due times to come are shown. */
  public static final int UPCOMING = 5;

  /** What has been due for so long is run by nobody. */
  private static final Duration UNATTENDED = Duration.ofSeconds(30);

  private static final int RUNS = 8;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss z", Locale.ROOT);
  private static final String MONOSPACED =
      "font-family:Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:12px";

  private ScheduleView() {}

  /** The name of the display of a schedule, wherever it stands. */
  public static String displayId(Schedule schedule) {
    return "flowcell-schedule-" + schedule.name();
  }

  /**
   * The schedule with its times.
   *
   * @param ofFlow the last runs of its flow, newest first, whoever called them
   * @param zone whose times are shown
   */
  public static MimeBundle render(Schedule schedule, List<FlowRun> ofFlow, ZoneId zone) {
    List<FlowRun> runs =
        ofFlow.stream()
            .filter(run -> schedule.hasMade(run.history().get(0).message()))
            .limit(RUNS)
            .toList();
    String text = text(schedule, runs, zone);
    String html = "<pre style=\"" + MONOSPACED + "\">" + Html.text(text) + "</pre>";
    return MimeBundle.html(html, text);
  }

  private static String text(Schedule schedule, List<FlowRun> runs, ZoneId zone) {
    String parameters =
        schedule.parameters().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(" "));
    StringBuilder text = new StringBuilder();
    text.append("Schedule %s: %s%n".formatted(schedule.name(), schedule.timing().words()));
    text.append(("  runs  " + schedule.flow() + " " + parameters).stripTrailing()).append('\n');
    text.append(next(schedule, zone));
    for (FlowRun run : runs) {
      text.append(
          "  %s  %-9s  %s%s%n"
              .formatted(
                  time(run.createdAt(), zone),
                  run.state().name(),
                  run.shortId(),
                  run.isLate() ? "  late" : ""));
    }
    return text.toString().replace("\r\n", "\n").stripTrailing();
  }

  private static String next(Schedule schedule, ZoneId zone) {
    if (schedule.isPaused()) {
      return "  paused\n";
    }
    List<Instant> upcoming = schedule.upcoming(UPCOMING);
    ZoneId clock = schedule.timing().zoneOr(zone);
    if (upcoming.isEmpty()) {
      return "  is never due again\n";
    }
    return upcoming.stream()
        .map(due -> time(due, clock))
        .collect(Collectors.joining("\n        ", "  next  ", "\n"));
  }

  /** When it is due next, or since when nobody has been there to run it, in a few words. */
  public static String next(Schedule schedule, Clock clock, String never) {
    if (schedule.isPaused()) {
      return "paused";
    }
    ZoneId zone = schedule.timing().zoneOr(clock.getZone());
    Instant unattended = clock.instant().minus(UNATTENDED);
    return schedule
        .due()
        .map(due -> (due.isBefore(unattended) ? "overdue since " : "") + time(due, zone))
        .orElse(never);
  }

  /** A time as a person of a zone reads it. */
  public static String time(Instant at, ZoneId zone) {
    return TIME.format(at.atZone(zone));
  }
}
