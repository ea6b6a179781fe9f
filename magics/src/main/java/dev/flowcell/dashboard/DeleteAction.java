package dev.flowcell.dashboard;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunTree;
import dev.flowcell.store.Deleted;
import io.javalin.http.ConflictResponse;
import java.util.Objects;

/** Deletes a flow run with all that belongs to it. */
final class DeleteAction implements Action.Asking {

  @Override
  public String path() {
    return "/runs/{id}/delete";
  }

  @Override
  public String about() {
    return "Deletes a flow run that has ended, with all that belongs to it.";
  }

  @Override
  public Question question(Request request) {
    RunTree tree = RunPage.find(request);
    FlowRun run = Objects.requireNonNull(tree.flow());
    String question =
        "Delete %s with %s%s and %s? Nobody can bring them back."
            .formatted(
                RunsPage.label(run),
                tree.subflows().isEmpty()
                    ? ""
                    : Words.count(tree.subflows().size(), "subflow") + ", ",
                Words.count(tree.tasks().size(), "task run"),
                Words.count(tree.logs().size(), "log line"));
    return new Question(question, "Delete the run", View.address(run));
  }

  @Override
  public String from(Request request) {
    return View.flowRun(request.path("id"));
  }

  @Override
  public Done run(Request request) {
    FlowRun run = Objects.requireNonNull(RunPage.find(request).flow());
    try {
      Deleted deleted = request.site().store().delete(run.id());
      request.site().discard(deleted);
      return new Done("/runs", RunsPage.label(run) + " is deleted: " + Words.of(deleted) + ".");
    } catch (IllegalArgumentException e) {
      throw new ConflictResponse(String.valueOf(e.getMessage()));
    }
  }
}
