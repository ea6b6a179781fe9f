package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import dev.flowcell.render.RunView;
import dev.flowcell.run.Artifact;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.LogPage;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.RunStore;
import gg.jte.Content;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /task-runs/{id}}: one task run with its attempts, states, logs and source. */
final class TaskRunPage implements Page<TaskRunPage.Shown> {

  private static final int LINES = 1_000;

  /**
   * What it shows.
   *
   * @param flow the flow run that called it, or null
   * @param view its run view
   * @param names of the runs that wrote the lines
   * @param before those whose results it was given
   * @param after those that were given its result
   */
  record Shown(
      TaskRun run,
      @Nullable FlowRun flow,
      Content view,
      LogPage logs,
      Names names,
      List<TaskRun> before,
      List<TaskRun> after) {}

  @Override
  public String path() {
    return "/task-runs/{id}";
  }

  @Override
  public String about() {
    return "One task run with its states and attempts.";
  }

  @Override
  public String template() {
    return "taskRun";
  }

  @Override
  public String section() {
    return "/runs";
  }

  @Override
  public Asked<Shown> ask(Request request) {
    Site site = request.site();
    String id = request.path("id");
    TaskRun run =
        site.store()
            .taskRun(id)
            .orElseThrow(() -> new NotFoundResponse("there is no task run '" + id + "'"));
    String live = Objects.requireNonNullElse(run.flowRunId(), "*");
    return new Asked<>(RunsPage.label(run), live, () -> shown(site, run));
  }

  private static Shown shown(Site site, TaskRun run) {
    RunStore store = site.store();
    String id = run.id();
    Optional<RunTree> tree = Optional.ofNullable(run.flowRunId()).flatMap(store::find);
    List<Artifact> artifacts =
        tree.stream()
            .flatMap(whole -> whole.artifacts().stream())
            .filter(artifact -> id.equals(artifact.taskRunId()))
            .toList();
    LogPage logs = store.logPage(LogQuery.newest(LINES).ofTaskRun(id).ofFlowRun(run.flowRunId()));
    RunTree alone = new RunTree(null, List.of(run), List.of(), List.of(), List.of(), artifacts);
    String view = RunView.html(alone, site.clock().instant(), other -> "");
    List<TaskRun> siblings = tree.map(RunTree::tasks).orElse(List.of());
    return new Shown(
        run,
        tree.map(RunTree::flow).orElse(null),
        View.html(view),
        logs,
        Names.of(logs.lines(), store),
        siblings.stream().filter(other -> run.dependsOn().contains(other.id())).toList(),
        siblings.stream().filter(other -> other.dependsOn().contains(id)).toList());
  }

  @Override
  public void json(Shown shown, RunJson json) throws IOException {
    json.task(shown.run());
  }
}
