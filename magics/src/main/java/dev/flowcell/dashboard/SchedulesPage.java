package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.store.RunStore;
import io.javalin.http.ConflictResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** {@code /schedules}: what runs by itself, and when next. */
final class SchedulesPage implements Page<SchedulesPage.Schedules> {

  static final String PATH = "/schedules";

  private static final int UPCOMING = 3;

  /** What it shows. */
  record Schedules(List<Schedule> schedules) {

    /** The next due times. */
    static List<Instant> upcoming(Schedule schedule) {
      return schedule.upcoming(UPCOMING);
    }

    /** What the flow is called with. */
    static String parameters(Schedule schedule) {
      return schedule.parameters().entrySet().stream()
          .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
          .collect(Collectors.joining(", "));
    }
  }

  /** Why nothing can be done to a schedule. */
  static ConflictResponse gone(String name) {
    return new ConflictResponse("There is no schedule " + name + " any more.");
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public String about() {
    return "What runs by itself, and when next.";
  }

  @Override
  public String template() {
    return "schedules";
  }

  @Override
  public Asked<Schedules> ask(Request request) {
    RunStore store = request.site().store();
    return new Asked<>("Schedules", "*", () -> new Schedules(store.schedules().all()));
  }

  @Override
  public void json(Schedules schedules, RunJson json) throws IOException {
    json.schedules(schedules.schedules());
  }
}
