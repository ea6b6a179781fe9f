package dev.flowcell.engine;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.StateType;
import dev.flowcell.run.TaskRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A flow run that is to be resumed: the next run of its flow takes over what its tasks returned.
 *
 * @param run the run to resume
 * @param arguments what its flow was called with
 * @param completed its completed task runs, and those of its subflows, whose results count
 */
public record Resumption(
    FlowRun run, List<? extends @Nullable Object> arguments, List<TaskRun> completed) {

  /** The task runs of a flow run and its subflows, in the order of their calls. */
  public static List<TaskRun> taskRuns(RunTree tree) {
    List<TaskRun> runs = new ArrayList<>();
    collect(tree, runs);
    runs.sort(Comparator.comparing(TaskRun::id));
    return runs;
  }

  private static void collect(RunTree tree, List<TaskRun> runs) {
    runs.addAll(tree.tasks());
    tree.subflows().forEach(subflow -> collect(subflow, runs));
  }

  /**
   * The completed ones among the task runs.
   *
   * @param from the task from whose first call on everything runs again, or null
   */
  static List<TaskRun> completed(List<TaskRun> runs, @Nullable String from) {
    Optional<TaskRun> first = runs.stream().filter(run -> run.task().equals(from)).findFirst();
    return runs.stream()
        .filter(run -> run.state().type() == StateType.COMPLETED)
        .filter(run -> run.call() != null && run.result() != null)
        .filter(run -> first.isEmpty() || run.id().compareTo(first.get().id()) < 0)
        .toList();
  }
}
