package dev.flowcell.dashboard;

import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.ScheduleStore;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/** Changes the schedule that the form names: pauses or resumes it. */
final class ScheduleAction implements Action {

  private final String path;
  private final BiFunction<Schedule, Instant, Schedule> change;
  private final String done;

  private ScheduleAction(String path, BiFunction<Schedule, Instant, Schedule> change, String done) {
    this.path = path;
    this.change = change;
    this.done = done;
  }

  static ScheduleAction pause() {
    return new ScheduleAction("/schedules/pause", (it, now) -> it.paused(), "is paused");
  }

  static ScheduleAction resume() {
    return new ScheduleAction("/schedules/resume", Schedule::resumed, "goes on");
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String about() {
    return "The schedule " + done + " from then on.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(new Input("name", "its name"));
  }

  @Override
  public String from(Request request) {
    return SchedulesPage.PATH;
  }

  @Override
  public Done run(Request request) {
    String name = request.given("name");
    ScheduleStore schedules = request.site().store().schedules();
    Schedule schedule = schedules.find(name).orElseThrow(() -> SchedulesPage.gone(name));
    schedules.put(change.apply(schedule, request.site().clock().instant()));
    return new Done(SchedulesPage.PATH, "The schedule " + name + " " + done + ".");
  }
}
