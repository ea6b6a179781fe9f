package dev.flowcell.dashboard;

import dev.flowcell.run.FlowRun;
import dev.flowcell.store.Offer;
import dev.flowcell.store.RunStore;
import io.javalin.http.ConflictResponse;
import java.util.Comparator;
import java.util.Objects;

/** Asks a process that knows the flow to resume a run that did not complete. */
final class ResumeAction implements Action {

  @Override
  public String path() {
    return "/runs/{id}/resume";
  }

  @Override
  public String about() {
    return "Asks a kernel that knows the flow to resume it.";
  }

  @Override
  public String from(Request request) {
    return View.flowRun(request.path("id"));
  }

  @Override
  public Done run(Request request) {
    RunStore store = request.site().store();
    FlowRun run = Objects.requireNonNull(RunPage.find(request).flow());
    Offer offer =
        RunPage.offers(store, run.flow())
            .min(Comparator.comparing(each -> !each.notebook().equals(run.notebook())))
            .orElseThrow(
                () ->
                    new ConflictResponse(
                        ("no kernel that runs now knows the flow '%s': open its notebook and run"
                                + " its cells first")
                            .formatted(run.flow())));
    String id = store.requestResume(offer.processId(), run.id());
    return Requests.done(store, id, "The run that resumes " + RunsPage.label(run));
  }
}
