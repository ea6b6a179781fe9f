package dev.flowcell.magic;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.flow.Flow;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.parameter.BadParameterException;
import dev.flowcell.parameter.Parameters;
import dev.flowcell.render.ScheduleView;
import dev.flowcell.schedule.CatchUp;
import dev.flowcell.schedule.Overlap;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.ScheduleStore;
import dev.flowcell.schedule.Timing;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code %flow schedule}: says when flows are to run, and tells of schedules. */
final class FlowSchedule {

  static final Usage USAGE =
      Usage.of(
          "schedule",
          "[FLOW|list|next|pause|resume|delete] [NAME]",
          "runs a flow at its times while this notebook is open or `flowcell serve` has it",
          Option.of("every", "D", "again and again after this time: 15m, 1h"),
          Option.of("cron", "'M H D M W'", "as cron says: '0 6 * * MON-FRI'"),
          Option.of("zone", "ZONE", "whose clock counts, such as Europe/Zurich; yours"),
          Option.of("at", "T", "once: 2026-11-30T06:00, or 18:30 for the next time it is that"),
          Option.repeatable("param", "NAME=VALUE", "what the flow is called with"),
          Option.choice(
              "catch-up", "WHICH", "makes up for missed times; none", words(CatchUp.values())),
          Option.choice(
              "overlap", "HOW", "while an earlier run goes on; skip", words(Overlap.values())),
          Option.choice(
              "on-crash", "WHAT", "starts a run again whose process has died", List.of("rerun")),
          Option.of("name", "NAME", "what the schedule is called; the flow's name"));

  private static final int RECENT = 50;

  private final MagicCall call;
  private final RunStore runs;
  private final ScheduleStore store;
  private final ZoneId zone;

  FlowSchedule(MagicCall call, RunStore runs) {
    this.call = call;
    this.runs = runs;
    store = runs.schedules();
    zone = call.context().clock().getZone();
  }

  private static List<String> words(Enum<?>[] values) {
    return Stream.of(values).map(Object::toString).toList();
  }

  CellResult schedule() {
    String first = call.word().map(Given::text).orElse("list");
    Instant now = call.context().clock().instant();
    return switch (first) {
      case "list" -> list();
      case "next" -> show(named());
      case "pause" -> change(named().paused());
      case "resume" -> change(named().resumed(now));
      case "delete" -> delete(named());
      default -> declare(now);
    };
  }

  // What there is

  private CellResult list() {
    List<Schedule> all = store.all();
    if (all.isEmpty()) {
      return call.text("No schedules yet: %flow schedule FLOW --every 1h");
    }
    return call.value(
        Texts.table(
            List.of("Schedule", "Flow", "When", "Next", "Parameters", "Notebook"),
            all.stream().map(this::row).toList()));
  }

  private List<String> row(Schedule schedule) {
    return List.of(
        schedule.name(),
        schedule.flow(),
        schedule.timing().words(),
        ScheduleView.next(schedule, call.context().clock(), ""),
        String.join(
            ", ",
            schedule.parameters().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList()),
        schedule.notebook());
  }

  private Schedule named() {
    Given name =
        call.arguments().words().stream()
            .skip(1)
            .findFirst()
            .orElseThrow(() -> call.wrong("which schedule? %flow schedule list shows them"));
    return store
        .find(name.text())
        .orElseThrow(
            () ->
                name.wrong(
                    "there is no schedule '"
                        + name.text()
                        + "'; %flow schedule list shows those there are"));
  }

  private CellResult delete(Schedule schedule) {
    store.delete(schedule.name());
    return call.text("Schedule " + schedule.name() + " is deleted; its runs stay.");
  }

  /** Shows it as it stands now, and brings the display up to date that its declaration made. */
  private CellResult change(Schedule schedule) {
    store.put(schedule);
    output().update(ScheduleView.displayId(schedule), drawn(schedule));
    return show(schedule);
  }

  private CellResult show(Schedule schedule) {
    output().display(drawn(schedule), null);
    return new CellResult.Done();
  }

  /** Shows it in a display that is kept up to date while the session is open. */
  private CellResult showLive(Schedule schedule) {
    String id = ScheduleView.displayId(schedule);
    MimeBundle drawn = drawn(schedule);
    output().update(id, drawn); // where an earlier cell has declared it
    output().display(drawn, id);
    return new CellResult.Done();
  }

  private MimeBundle drawn(Schedule schedule) {
    FlowRunQuery last = FlowRunQuery.newest(RECENT).ofFlow(schedule.flow()).roots();
    return ScheduleView.render(schedule, runs.flowRuns(last), zone);
  }

  private CellOutput output() {
    return call.context().output();
  }

  // A new one

  private CellResult declare(Instant now) {
    List<Flow> flows = Named.flows(call);
    Map<String, String> parameters = parameters();
    Flow flow =
        flows.stream()
            .filter(each -> each.parameters().size() == parameters.size())
            .reduce((earlier, later) -> later)
            .orElseGet(() -> flows.get(flows.size() - 1));
    check(flow, parameters);
    String name = call.arguments().text("name").orElse(flow.name());
    String notebook = call.context().engine().notebook();
    @Nullable Schedule before = store.find(name).orElse(null);
    if (before != null && !before.notebook().equals(notebook)) {
      throw call.wrong(
          "schedule '%s' belongs to %s; choose another --name, or %%flow schedule delete %s"
              .formatted(
                  name,
                  before.notebook().isEmpty() ? "a notebook without a name" : before.notebook(),
                  name));
    }
    Timing timing = timing(now, before);
    Schedule same = before != null && before.timing().equals(timing) ? before : null;
    Schedule schedule =
        new Schedule(
            name,
            flow.name(),
            notebook,
            timing,
            parameters,
            call.arguments().choice("catch-up", CatchUp.values()).orElse(CatchUp.NONE),
            call.arguments().choice("overlap", Overlap.values()).orElse(Overlap.SKIP),
            call.arguments().has("on-crash"),
            same != null && same.isPaused(),
            same == null ? timing.after(now).orElse(null) : same.next());
    store.put(schedule);
    return showLive(schedule);
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (Given given : call.arguments().all("param")) {
      int equals = given.text().indexOf('=');
      if (equals < 1) {
        throw given.wrong("needs a name and a value, such as year=2026");
      }
      parameters.put(given.text().substring(0, equals), given.text().substring(equals + 1));
    }
    return parameters;
  }

  /** What fits no parameter is said now, and not when nobody is there. */
  private void check(Flow flow, Map<String, String> parameters) {
    MagicContext context = call.context();
    Optional<Method> method = context.definitions().compiled(flow, context.evaluator());
    if (method.isEmpty()) {
      throw call.wrong("flow '" + flow.name() + "' can't be called yet: run its cells first");
    }
    Type[] types = method.get().getGenericParameterTypes();
    try {
      var unused = new Parameters(parameters, Map.of()).arguments(flow, types);
    } catch (BadParameterException e) {
      throw call.wrong(e.getMessage() + ": --param NAME=VALUE");
    }
  }

  private Timing timing(Instant now, @Nullable Schedule before) {
    List<Given> given =
        Stream.of("every", "cron", "at")
            .flatMap(option -> call.arguments().given(option).stream())
            .toList();
    if (given.size() != 1) {
      throw call.wrong("needs one of --every, --cron and --at");
    }
    Optional<Given> zoneGiven = call.arguments().given("zone");
    if (zoneGiven.isPresent() && call.arguments().has("every")) {
      throw zoneGiven.get().wrong("has no meaning with --every, which follows no clock");
    }
    try {
      ZoneId clock = zoneGiven.map(each -> zone(each)).orElse(zone);
      if (call.arguments().has("every")) {
        return every(
            new Timing.Every(call.arguments().duration("every").orElseThrow(), now), before);
      }
      return call.arguments().has("cron")
          ? new Timing.AtCron(given.get(0).text(), clock)
          : at(given.get(0), now, clock);
    } catch (IllegalArgumentException e) {
      throw given.get(0).wrong(String.valueOf(e.getMessage()));
    }
  }

  private static ZoneId zone(Given given) {
    try {
      return Timing.AtCron.zone(given.text());
    } catch (IllegalArgumentException e) {
      throw given.wrong(String.valueOf(e.getMessage()));
    }
  }

  /** A cell that runs once more does not begin the interval anew. */
  private static Timing every(Timing.Every every, @Nullable Schedule before) {
    return before != null
            && before.timing() instanceof Timing.Every earlier
            && earlier.interval().equals(every.interval())
        ? earlier
        : every;
  }

  private static Timing at(Given given, Instant now, ZoneId zone) {
    Instant at = instant(given, now, zone);
    if (!at.isAfter(now)) {
      throw given.wrong("is over: " + ScheduleView.time(at, zone));
    }
    return new Timing.At(at);
  }

  private static Instant instant(Given given, Instant now, ZoneId zone) {
    String text = given.text();
    try {
      if (text.indexOf('T') < 0) {
        LocalTime time = LocalTime.parse(text);
        ZonedDateTime today = now.atZone(zone).toLocalDate().atTime(time).atZone(zone);
        return today.toInstant().isAfter(now) ? today.toInstant() : today.plusDays(1).toInstant();
      }
      return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeParseException e) {
      throw given.wrong("needs a time such as 2026-11-30T06:00 or 18:30, not '" + text + "'");
    }
  }
}
