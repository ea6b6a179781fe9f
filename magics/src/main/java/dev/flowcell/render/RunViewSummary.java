package dev.flowcell.render;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.StateType;
import dev.flowcell.run.TaskRun;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What both forms of a run view say of one tree as a whole.
 *
 * @param title the flow's name; for task runs outside a flow what they are
 * @param standing the flow's; of task runs outside a flow how they stand together; null for none
 * @param labels what each task run is called, by its id: a task called several times with its
 *     number
 */
record RunViewSummary(
    String title, @Nullable RunViewStanding standing, Map<String, String> labels) {

  private static final int MOST_GIVEN = 4;

  private static final int MOST_CHARACTERS = 60;

  static RunViewSummary of(RunTree tree) {
    FlowRun flow = tree.flow();
    List<TaskRun> tasks = tree.tasks();
    if (flow != null) {
      String title = PlainText.cut(flow.flow(), MOST_CHARACTERS);
      return new RunViewSummary(title, RunViewStanding.of(flow.state()), labels(tasks));
    }
    RunViewStanding standing = tasks.isEmpty() ? null : RunViewTally.of(tasks).standing();
    String title =
        tasks.size() == 1
            ? PlainText.cut(tasks.get(0).task(), MOST_CHARACTERS)
            : "Task runs of this cell";
    return new RunViewSummary(title, standing, labels(tasks));
  }

  /** Whether something goes on. */
  boolean isLive() {
    return standing != null && standing.isLive();
  }

  /** Whether one of the flow's own task runs tells of the same failure. */
  static boolean isToldByTask(RunTree tree) {
    FlowRun flow = tree.flow();
    return flow != null
        && tree.tasks().stream()
            .map(Run::state)
            .filter(state -> state.type() == StateType.FAILED)
            .anyMatch(state -> state.message().equals(flow.state().message()));
  }

  String label(TaskRun run) {
    return labels.getOrDefault(run.id(), title);
  }

  /** Whose results a run was given, such as {@code after load, clean #2}; empty where none. */
  String after(TaskRun run) {
    List<String> names =
        run.dependsOn().stream().filter(labels::containsKey).map(labels::get).toList();
    if (names.isEmpty()) {
      return "";
    }
    int left = names.size() - MOST_GIVEN;
    String shown = String.join(", ", names.subList(0, Math.min(MOST_GIVEN, names.size())));
    return "after " + shown + (left > 0 ? " and " + left + " more" : "");
  }

  /** Who wrote the line: a task run, or the flow itself. */
  String label(LogLine line) {
    return label(line.taskRunId());
  }

  /** What a task run is called, or, where there is no id, the flow itself. */
  String label(@Nullable String taskRunId) {
    return taskRunId == null ? title : labels.getOrDefault(taskRunId, title);
  }

  /** Such as {@code 1 state} or {@code 3 states}. */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static Map<String, String> labels(List<TaskRun> tasks) {
    Set<String> calledAgain = new HashSet<>();
    for (TaskRun run : tasks) {
      if (run.number() > 1) {
        calledAgain.add(run.task());
      }
    }
    Map<String, String> labels = new HashMap<>();
    for (TaskRun run : tasks) {
      boolean numbered = calledAgain.contains(run.task());
      String task = PlainText.cut(run.task(), MOST_CHARACTERS);
      labels.put(run.id(), numbered ? task + " #" + run.number() : task);
    }
    return labels;
  }
}
