package dev.flowcell.kernel.app;

import dev.flowcell.render.RunJson;
import dev.flowcell.render.ScheduleView;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.ScheduleStore;
import dev.flowcell.store.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flowcell schedules}: what is to run when; pauses, resumes and deletes schedules. */
@Command(name = "schedules", description = "Lists schedules, or pauses, resumes or deletes one.")
final class SchedulesCommand extends StoreCommand {

  /** What can be done. */
  enum Action {
    list,
    pause,
    resume,
    delete
  }

  private final Clock clock;

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "list",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} where nothing is said")
  private Action action;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "the schedule")
  private @Nullable String name;

  SchedulesCommand(Map<String, String> environment, Properties system, Clock clock) {
    super(environment, system);
    this.clock = clock;
  }

  @Override
  void run(RunStore store, PrintWriter out) throws IOException, Refused {
    ScheduleStore schedules = store.schedules();
    if (action == Action.list) {
      print(schedules.all(), out);
      return;
    }
    Schedule schedule = named(schedules);
    switch (action) {
      case pause -> schedules.put(schedule.paused());
      case resume -> schedules.put(schedule.resumed(clock.instant()));
      default -> schedules.delete(schedule.name());
    }
    List<Schedule> left = schedules.find(schedule.name()).map(List::of).orElse(List.of());
    if (left.isEmpty() && !isJson()) {
      out.println("Deleted schedule " + TextTable.oneLine(schedule.name()) + ".");
    } else {
      print(left, out);
    }
  }

  private Schedule named(ScheduleStore schedules) throws Refused {
    if (name == null) {
      throw new Refused("which schedule? `flowcell schedules` lists them");
    }
    return schedules
        .find(name)
        .orElseThrow(
            () ->
                new Refused(
                    "there is no schedule '" + name + "'; `flowcell schedules` lists them"));
  }

  private void print(List<Schedule> schedules, PrintWriter out) throws IOException {
    if (isJson()) {
      RunJson.print(out, json -> json.schedules(schedules));
    } else if (schedules.isEmpty()) {
      out.println("No schedules.");
    } else {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("SCHEDULE", "FLOW", "WHEN", "NEXT", "NOTEBOOK"));
      schedules.forEach(schedule -> rows.add(row(schedule)));
      TextTable.print(rows, width(), out);
    }
  }

  private List<String> row(Schedule schedule) {
    return List.of(
        TextTable.oneLine(schedule.name()),
        TextTable.oneLine(schedule.flow()),
        schedule.timing().words(),
        ScheduleView.next(schedule, clock, "never"),
        TextTable.oneLine(schedule.notebook()));
  }
}
