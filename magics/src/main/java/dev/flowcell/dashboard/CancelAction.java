package dev.flowcell.dashboard;

import dev.flowcell.run.FlowRun;
import io.javalin.http.ConflictResponse;
import java.util.Objects;

/** Asks the process that runs a flow to end it. */
final class CancelAction implements Action.Asking {

  @Override
  public String path() {
    return "/runs/{id}/cancel";
  }

  @Override
  public String about() {
    return "Asks the kernel that runs it to end it.";
  }

  @Override
  public Question question(Request request) {
    FlowRun run = running(request);
    String question =
        "Cancel %s? What it does now is lost; what its tasks have returned is kept."
            .formatted(RunsPage.label(run));
    return new Question(question, "Cancel the run", View.address(run));
  }

  @Override
  public String from(Request request) {
    return View.flowRun(request.path("id"));
  }

  @Override
  public Done run(Request request) {
    FlowRun run = running(request);
    request.site().store().requestCancel(run.id());
    return new Done(View.address(run), RunsPage.label(run) + " is asked to end.");
  }

  private static FlowRun running(Request request) {
    FlowRun run = Objects.requireNonNull(RunPage.find(request).flow());
    if (run.state().type().isTerminal()) {
      throw new ConflictResponse(RunsPage.label(run) + " has ended already: " + run.state().name());
    }
    return run;
  }
}
