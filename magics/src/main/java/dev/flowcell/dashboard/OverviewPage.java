package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.StateType;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunCounts;
import dev.flowcell.store.RunStore;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** {@code /}: what goes on, what went wrong, and how the last days were. */
final class OverviewPage implements Page<OverviewPage.Overview> {

  private static final int DAYS = 7;
  private static final int MOST_DAYS = 366;
  private static final int MOST_ACTIVE = 20;
  private static final int MOST_FAILED = 8;
  private static final int MOST_RECENT = 60;
  private static final int MOST_DUE = 5;

  /** So many days have room for names. */
  private static final int FEW_DAYS = 14;

  private static final int MONTH = 31;
  private static final DateTimeFormatter DAY_OF_WEEK =
      DateTimeFormatter.ofPattern("EEE d", Locale.ROOT);
  private static final DateTimeFormatter DAY_OF_MONTH =
      DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);

  private static final List<String> GOING_ON =
      List.of("running", "cancelling", "pending", "scheduled");

  private static final List<String> FAILED = List.of("failed", "crashed");

  /**
   * What it shows.
   *
   * @param now counts of what has not ended, whenever it was created
   * @param counts of the days
   * @param recent the newest, oldest first
   * @param due the schedules that are due next
   */
  record Overview(
      Filters filters,
      RunCounts now,
      RunCounts counts,
      SortedMap<LocalDate, RunCounts> days,
      List<FlowRun> active,
      List<FlowRun> failed,
      List<FlowRun> recent,
      List<Schedule> due) {

    /** Whether there has never been a run. */
    boolean isEmpty() {
      return recent.isEmpty() && due.isEmpty();
    }

    /** Such as {@code 98 %}, or a dash where nothing has ended. */
    String rate() {
      OptionalDouble rate = counts.successRate();
      return rate.isEmpty() ? "–" : Math.round(100 * rate.getAsDouble()) + " %";
    }

    /** The runs of the days in a state. */
    String address(String states) {
      return "/runs?state=%s&from=%s".formatted(states, days.firstKey());
    }

    /** What stands under a day's bar: each of a few days has a name, of many one in a week. */
    String name(LocalDate day) {
      if (days.size() <= FEW_DAYS) {
        return DAY_OF_WEEK.format(day);
      }
      long before = day.until(days.lastKey(), ChronoUnit.DAYS);
      return before % (days.size() <= MONTH ? 7 : 14) == 0 ? DAY_OF_MONTH.format(day) : "";
    }

    /** What a day's bar tells. */
    static String words(LocalDate day, RunCounts counts) {
      return "%s: %s, %d completed, %d failed"
          .formatted(
              day,
              Words.count(counts.total(), "run"),
              counts.of(StateType.COMPLETED),
              counts.failed());
    }

    /** Those of a day that neither completed nor failed nor run. */
    static int others(RunCounts counts) {
      return counts.total() - counts.of(StateType.COMPLETED) - counts.failed() - counts.running();
    }

    /** The class of a run's colour. */
    static String colour(FlowRun run) {
      return switch (run.state().type()) {
        case COMPLETED -> "green";
        case FAILED, CRASHED -> "red";
        case RUNNING -> "blue";
        case SCHEDULED, PENDING, CANCELLING, CANCELLED -> "amber";
      };
    }

    /**
     * How high a run's bar is, in per cent. It goes by the root of the time, so that a long run
     * leaves the others readable.
     */
    long share(FlowRun run, Instant now) {
      long longest =
          recent.stream().mapToLong(each -> each.duration(now).toMillis()).max().orElse(0);
      double part = (double) Math.max(0, run.duration(now).toMillis()) / Math.max(1, longest);
      return 20 + Math.round(80 * Math.sqrt(part));
    }

    /** How high a day's bar is among the others, in per cent. */
    int height(int runs) {
      int most = days.values().stream().mapToInt(RunCounts::total).max().orElse(0);
      return most == 0 ? 0 : (100 * runs + most - 1) / most;
    }
  }

  @Override
  public String path() {
    return "/";
  }

  @Override
  public String about() {
    return "Counts by day of the last days, what goes on now, and what failed last.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(new Input("days", "how many days; 7"));
  }

  @Override
  public String template() {
    return "overview";
  }

  @Override
  public Asked<Overview> ask(Request request) {
    int days = request.number("days", DAYS, MOST_DAYS);
    Filters filters = Filters.of(request, path(), List.of("days"));
    return new Asked<>("Dashboard", "*", () -> overview(request.site(), filters, days));
  }

  private static Overview overview(Site site, Filters filters, int days) {
    RunStore store = site.store();
    LocalDate today = LocalDate.now(site.clock());
    SortedMap<LocalDate, RunCounts> byDay =
        store.countsByDay(today.minusDays(days - 1L), today, site.clock().getZone());
    FlowRunQuery roots = FlowRunQuery.newest(MOST_RECENT).roots();
    List<FlowRun> newest = store.flowRuns(roots);
    List<FlowRun> recent = new ArrayList<>(newest);
    Collections.reverse(recent);
    return new Overview(
        filters,
        store.counts(roots.inStates(GOING_ON)),
        sum(byDay),
        byDay,
        store.flowRuns(roots.inStates(GOING_ON).limited(MOST_ACTIVE)),
        store.flowRuns(roots.inStates(FAILED).limited(MOST_FAILED)),
        recent,
        store.schedules().all().stream()
            .filter(schedule -> schedule.due().isPresent())
            .sorted(Comparator.comparing(schedule -> schedule.due().orElseThrow()))
            .limit(MOST_DUE)
            .toList());
  }

  private static RunCounts sum(Map<LocalDate, RunCounts> byDay) {
    RunCounts sum = RunCounts.NONE;
    for (RunCounts day : byDay.values()) {
      for (Map.Entry<StateType, Integer> type : day.byType().entrySet()) {
        sum = sum.and(type.getKey(), "", type.getValue());
      }
      sum = new RunCounts(sum.byType(), sum.late() + day.late());
    }
    return sum;
  }

  private static void counts(RunJson json, RunCounts counts) throws IOException {
    json.object(
        fields -> {
          fields.number("total", counts.total());
          for (Map.Entry<StateType, Integer> type : counts.byType().entrySet()) {
            fields.number(type.getKey().name().toLowerCase(Locale.ROOT), type.getValue());
          }
          fields.number("late", counts.late());
        });
  }

  @Override
  public void json(Overview overview, RunJson json) throws IOException {
    json.object(
        fields -> {
          fields.field("now", value -> counts(value, overview.now()));
          fields.field("counts", value -> counts(value, overview.counts()));
          fields.field(
              "days",
              days ->
                  days.list(
                      overview.days().entrySet(),
                      day ->
                          days.object(
                              one -> {
                                one.text("day", day.getKey().toString());
                                one.field("counts", value -> counts(value, day.getValue()));
                              })));
          fields.field("active", value -> value.runs(overview.active()));
          fields.field("failed", value -> value.runs(overview.failed()));
        });
  }
}
