package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Run;
import dev.flowcell.run.StateType;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunCounts;
import dev.flowcell.store.RunStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /runs}: flow runs, narrowed down and in an order, page by page. */
final class RunsPage implements Page<RunsPage.Runs> {

  private static final List<String> FILTERS =
      List.of("flow", "state", "tag", "from", "until", "text", "order", "subflows", "limit");

  /** What a reader is offered to narrow down by; an address may name any type or name of state. */
  private static final List<String> STATES =
      List.of(
          "Running",
          "Scheduled",
          "Late",
          "Pending",
          "Completed",
          "Failed",
          "TimedOut",
          "Crashed",
          "Cancelled");

  private static final int LIMIT = 25;
  private static final int MOST = 10_000;

  /**
   * What it shows.
   *
   * @param counts of all runs that match, by their states; none where a text is looked for, which
   *     would take too long to count
   * @param flows what there is to narrow down by
   * @param next the run that the next page begins behind, or null for none
   */
  record Runs(
      Filters filters,
      List<FlowRun> runs,
      RunCounts counts,
      List<String> flows,
      @Nullable String next) {

    /** What a reader is offered to narrow down by. */
    List<String> states() {
      return STATES;
    }

    /** The states that some of the runs are in. */
    List<StateType> types() {
      return List.copyOf(counts.byType().keySet());
    }
  }

  @Override
  public String path() {
    return "/runs";
  }

  @Override
  public String about() {
    return "Flow runs.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(
        new Input("flow", "of that flow"),
        new Input("state", "in a state of that type or name; several with commas"),
        new Input("tag", "with that tag"),
        new Input(
            "from", "created then or later, such as 2026-03-01, 2026-03-01T12:30, or UTC with Z"),
        new Input("until", "created before then"),
        new Input("text", "whose id, flow, notebook or parameters hold it"),
        new Input("order", "newest, oldest or longest first"),
        new Input("subflows", "yes: those that others called, too"),
        new Input("limit", "how many at most; 25"),
        new Input("after", "those behind the run of that id"));
  }

  @Override
  public String template() {
    return "runs";
  }

  @Override
  public Asked<Runs> ask(Request request) {
    int limit = request.number("limit", LIMIT, MOST);
    FlowRunQuery query = query(request, limit);
    Filters filters = Filters.of(request, path(), FILTERS);
    return new Asked<>("Flow runs", "*", () -> runs(request.site().store(), filters, query));
  }

  private static Runs runs(RunStore store, Filters filters, FlowRunQuery query) {
    int limit = query.limit();
    List<FlowRun> runs = store.flowRuns(query.limited(limit + 1));
    boolean isMore = runs.size() > limit;
    List<FlowRun> shown = isMore ? runs.subList(0, limit) : runs;
    return new Runs(
        filters,
        shown,
        query.text() == null ? store.counts(query.inStates(List.of())) : RunCounts.NONE,
        store.flowNames(),
        isMore ? shown.get(limit - 1).id() : null);
  }

  private static FlowRunQuery query(Request request, int limit) {
    String state = request.text("state");
    FlowRunQuery query =
        FlowRunQuery.newest(limit)
            .ofFlow(request.text("flow"))
            .inStates(state == null ? List.of() : List.of(state.split(",")))
            .tagged(request.text("tag"))
            .createdFrom(request.time("from"))
            .createdBefore(request.time("until"))
            .holding(request.text("text"))
            .ordered(request.word("order", FlowRunQuery.Order.NEWEST))
            .after(request.text("after"));
    return request.text("subflows") == null ? query.roots() : query;
  }

  @Override
  public void json(Runs runs, RunJson json) throws IOException {
    json.runs(runs.runs());
  }

  @Override
  public List<List<String>> rows(Runs runs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "id",
            "flow",
            "state",
            "created",
            "started",
            "ended",
            "parameters",
            "notebook",
            "tags"));
    for (FlowRun run : runs.runs()) {
      rows.add(
          List.of(
              run.id(),
              run.flow(),
              run.state().name(),
              run.createdAt().toString(),
              text(run.startedAt().orElse(null)),
              text(run.endedAt().orElse(null)),
              View.parameters(run),
              run.notebook(),
              String.join(" ", run.tags())));
    }
    return rows;
  }

  private static String text(@Nullable Instant at) {
    return at == null ? "" : at.toString();
  }

  /** A run's name in a list: unused characters of its id are left out. */
  static String label(Run run) {
    return run.name() + " " + run.shortId();
  }
}
