package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.engine.Resumption;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Parameter;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.StateType;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.results.MissingResultException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code %flow resume}: calls a flow again whose run did not complete, and spares what did. */
final class FlowResume {

  /** Among so many runs the last one that did not complete is looked for. */
  private static final int RECENT = 200;

  private final MagicCall call;
  private final RunStore store;

  FlowResume(MagicCall call, RunStore store) {
    this.call = call;
    this.store = store;
  }

  CellResult resume() {
    String from = call.arguments().text("from").orElse(null);
    RunTree tree =
        call.word().map(word -> FlowMagic.find(word, store)).orElseGet(() -> last(from != null));
    FlowRun run = Objects.requireNonNull(tree.flow());
    check(run, from);
    if (from != null) {
      check(from, tree);
    }
    Flow flow = flow(run);
    Resumption resumption = resumption(tree, from);
    MagicContext context = call.context();
    String code = GeneratedCode.call(context, flow);
    return context
        .engine()
        .resume(
            resumption, () -> Outcome.of(context, context.evaluate(code, resumption.arguments())));
  }

  private RunTree last(boolean completedToo) {
    String notebook = call.context().engine().notebook();
    List<FlowRun> recent = store.flowRuns(new FlowRunQuery(null, RECENT));
    Set<@Nullable String> resumed =
        recent.stream().map(FlowRun::resumes).collect(Collectors.toSet());
    return recent.stream()
        .filter(run -> run.parentId() == null && run.notebook().equals(notebook))
        .filter(
            run ->
                completedToo
                    ? run.state().type().isTerminal()
                    : isUnfinished(run) && !resumed.contains(run.id()))
        .filter(run -> !notebook.isEmpty() || isDefined(run))
        .findFirst()
        .flatMap(run -> store.find(run.id()))
        .orElseThrow(
            () ->
                call.wrong(
                    "there is no flow run to resume: none of "
                        + (notebook.isEmpty() ? "the flows declared here" : "this notebook")
                        + (completedToo
                            ? " has ended"
                            : " has failed, was cancelled or has crashed")
                        + "; in a new kernel run the cells first. %flow history lists the runs"));
  }

  private static boolean isUnfinished(FlowRun run) {
    return run.state().type().isTerminal() && run.state().type() != StateType.COMPLETED;
  }

  private boolean isDefined(FlowRun run) {
    return call.context().definitions().flow(run.flow()).isPresent();
  }

  private void check(FlowRun run, @Nullable String from) {
    String name = "run " + run.shortId() + " of " + run.flow();
    if (run.parentId() != null) {
      throw call.wrong(name + " is a subflow's: resume the run that called it, " + run.parentId());
    }
    if (!run.state().type().isTerminal()) {
      throw call.wrong(
          name + " has not ended (" + run.state().name() + "); %flow cancel " + run.shortId());
    }
    if (run.state().type() == StateType.COMPLETED && from == null) {
      throw call.wrong(name + " has completed; --from TASK runs a part of it again");
    }
  }

  private void check(String task, RunTree tree) {
    Set<String> tasks =
        Resumption.taskRuns(tree).stream().map(TaskRun::task).collect(Collectors.toSet());
    if (!tasks.contains(task)) {
      throw call.wrong(
          "--from: the run has no task '" + task + "'" + NearMatch.question(task, tasks, ""));
    }
  }

  /** The flow of today that takes what the run was called with. */
  private Flow flow(FlowRun run) {
    List<Flow> named =
        call.context().definitions().flows().stream()
            .filter(flow -> flow.name().equals(run.flow()))
            .toList();
    if (named.isEmpty()) {
      throw call.wrong(
          "flow '%s' is not defined in this session: run its cells, and those of its tasks, first"
              .formatted(run.flow()));
    }
    List<String> given = List.copyOf(run.parameters().keySet());
    return named.stream()
        .filter(flow -> flow.parameters().stream().map(Parameter::name).toList().equals(given))
        .reduce((earlier, later) -> later)
        .orElseThrow(
            () ->
                call.wrong(
                    "the parameters of flow '%s' have changed since run %s, which had (%s): call"
                            .formatted(run.flow(), run.shortId(), String.join(", ", given))
                        + " the flow itself"));
  }

  private Resumption resumption(RunTree tree, @Nullable String from) {
    try {
      return call.context().engine().resumption(tree, from);
    } catch (MissingResultException e) {
      throw call.wrong(
          "what the flow was called with can't be had any more (%s): call the flow itself"
              .formatted(e.getMessage()));
    }
  }
}
