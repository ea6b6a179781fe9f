package dev.flowcell.dashboard;

import java.util.List;

/** Deletes the schedule that the form names; its runs stay. */
final class DeleteScheduleAction implements Action.Asking {

  @Override
  public String path() {
    return "/schedules/delete";
  }

  @Override
  public String about() {
    return "Deletes a schedule, and none of its runs.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(new Input("name", "its name"));
  }

  @Override
  public Question question(Request request) {
    String question =
        "Delete the schedule %s? Its runs stay. The cell that declares it, when it runs again,"
            + " declares it anew.";
    return new Question(
        question.formatted(request.given("name")), "Delete the schedule", SchedulesPage.PATH);
  }

  @Override
  public String from(Request request) {
    return SchedulesPage.PATH;
  }

  @Override
  public Done run(Request request) {
    String name = request.given("name");
    if (!request.site().store().schedules().delete(name)) {
      throw SchedulesPage.gone(name);
    }
    return new Done(SchedulesPage.PATH, "The schedule " + name + " is deleted.");
  }
}
