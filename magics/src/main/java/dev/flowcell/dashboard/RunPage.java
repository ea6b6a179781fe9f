package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import dev.flowcell.render.RunView;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.StateType;
import dev.flowcell.store.LogPage;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.Offer;
import dev.flowcell.store.RunStore;
import gg.jte.Content;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;

/** {@code /runs/{id}}: one flow run as its notebook shows it, with its logs, states and source. */
final class RunPage implements Page<RunPage.Shown> {

  private static final int LINES = 300;

  /**
   * What it shows.
   *
   * @param view the run view
   * @param logs its newest lines, those of its task runs and subflows among them
   * @param names of the runs that wrote the lines
   * @param isOffered whether a process that lives can run the flow
   */
  record Shown(
      RunTree tree, FlowRun run, Content view, LogPage logs, Names names, boolean isOffered) {

    /** Whether it may be resumed: it ended otherwise than well, and no other flow called it. */
    boolean canResume() {
      return isOffered
          && !goesOn()
          && run.state().type() != StateType.COMPLETED
          && run.parentId() == null;
    }

    boolean goesOn() {
      return !run.state().type().isTerminal();
    }
  }

  @Override
  public String path() {
    return "/runs/{id}";
  }

  @Override
  public String about() {
    return "One flow run with its task runs, states and attempts; the end of its id does.";
  }

  @Override
  public String template() {
    return "run";
  }

  @Override
  public String section() {
    return "/runs";
  }

  @Override
  public Asked<Shown> ask(Request request) {
    RunTree tree = find(request);
    FlowRun run = Objects.requireNonNull(tree.flow());
    return new Asked<>(RunsPage.label(run), run.id(), () -> shown(request.site(), tree, run));
  }

  private static Shown shown(Site site, RunTree tree, FlowRun run) {
    RunStore store = site.store();
    String view = RunView.html(tree, site.clock().instant(), View::address);
    LogPage logs = store.logPage(LogQuery.newest(LINES).ofFlowRun(run.id()));
    return new Shown(
        tree,
        run,
        View.html(view),
        logs,
        Names.of(logs.lines(), store),
        offers(store, run.flow()).findAny().isPresent());
  }

  /** What processes that live can run the flow. */
  static Stream<Offer> offers(RunStore store, String flow) {
    return store.offers().stream()
        .filter(offer -> offer.flows().stream().anyMatch(each -> each.name().equals(flow)));
  }

  /** The run that the path names, by its id or the end of it. */
  static RunTree find(Request request) {
    String id = request.path("id");
    try {
      return request
          .site()
          .store()
          .find(id)
          .filter(tree -> tree.flow() != null)
          .orElseThrow(() -> new NotFoundResponse("there is no flow run '" + id + "'"));
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void json(Shown shown, RunJson json) throws IOException {
    json.tree(shown.tree());
  }
}
