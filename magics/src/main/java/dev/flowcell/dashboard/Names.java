package dev.flowcell.dashboard;

import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.RunStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the runs that wrote some lines are called. Immutable. */
final class Names {

  private final Map<String, String> byId;

  private Names(Map<String, String> byId) {
    this.byId = byId;
  }

  /** Asks the store for all runs at once. */
  static Names of(List<LogLine> lines, RunStore store) {
    Map<String, String> byId = new HashMap<>();
    for (LogLine line : lines) {
      byId.computeIfAbsent(id(line), Run::shortId);
    }
    for (Run run : store.runs(List.copyOf(byId.keySet()))) {
      byId.put(run.id(), label(run));
    }
    return new Names(byId);
  }

  private static String id(LogLine line) {
    return String.valueOf(line.taskRunId() == null ? line.flowRunId() : line.taskRunId());
  }

  private static String label(Run run) {
    return run instanceof TaskRun task && task.number() > 1
        ? task.task() + " #" + task.number()
        : run.name();
  }

  /** Who wrote the line. */
  String of(LogLine line) {
    String attempt = line.attempt() > 1 ? ", attempt " + line.attempt() : "";
    return byId.getOrDefault(id(line), "") + attempt;
  }
}
