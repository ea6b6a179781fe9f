package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import java.io.IOException;
import java.util.List;

/** {@code /schedules}: what runs by itself, and when next. */
final class SchedulesPage implements Page<SchedulesPage.Schedules> {

  /** What it shows. */
  record Schedules(List<String> schedules) {}

  @Override
  public String path() {
    return "/schedules";
  }

  @Override
  public String template() {
    return "schedules";
  }

  @Override
  public String title(Schedules schedules) {
    return "Schedules";
  }

  @Override
  public Schedules read(Request request) {
    return new Schedules(List.of());
  }

  @Override
  public void json(Schedules schedules, RunJson json) throws IOException {
    json.list(schedules.schedules(), json::value);
  }
}
