package dev.flowcell.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flow run with all that belongs to it, or the task runs that a cell called outside a flow.
 *
 * @param flow the flow run, or null for task runs outside a flow
 * @param tasks its task runs, in the order of their calls
 * @param subflows the flow runs it called, with all that belongs to them, in the order of their
 *     calls
 * @param logs its lines and those of its task runs, in the order they were written
 * @param folded more of its task runs, which are not among {@code tasks}
 * @param artifacts its own and those of its task runs, in the order they were first made
 */
public record RunTree(
    @Nullable FlowRun flow,
    List<TaskRun> tasks,
    List<RunTree> subflows,
    List<LogLine> logs,
    List<FoldedRuns> folded,
    List<Artifact> artifacts) {

  public RunTree {
    tasks = List.copyOf(tasks);
    subflows = List.copyOf(subflows);
    logs = List.copyOf(logs);
    folded = List.copyOf(folded);
    artifacts = List.copyOf(artifacts);
  }

  /** A tree with all task runs one by one, and nothing to look at. */
  public RunTree(
      @Nullable FlowRun flow, List<TaskRun> tasks, List<RunTree> subflows, List<LogLine> logs) {
    this(flow, tasks, subflows, logs, List.of(), List.of());
  }
}
