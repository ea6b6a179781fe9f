package dev.flowcell.dashboard;

import java.util.List;

/** The one list of pages, and of what a visitor can do on them. */
final class Pages {

  private Pages() {}

  static List<Page<?>> all() {
    return List.of(
        new OverviewPage(),
        new RunsPage(),
        new RunPage(),
        new TaskRunPage(),
        new FlowsPage(),
        new StartPage(),
        new SchedulesPage(),
        new LogsPage());
  }

  static List<Action> actions() {
    return List.of(
        new CancelAction(),
        new ResumeAction(),
        new StartAction(),
        new DeleteAction(),
        new PruneAction(),
        ScheduleAction.pause(),
        ScheduleAction.resume(),
        new DeleteScheduleAction());
  }
}
