package dev.flowcell.engine;

import dev.flowcell.code.NotebookSources;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The last call of each of the session's tasks, and those that failed. Thread-safe. */
final class LastCalls {

  /** So many failed attempts can be looked at again. */
  private static final int MOST_FAILED = 200;

  private final NotebookSources sources;
  private final Map<String, TaskCall> last = new ConcurrentHashMap<>();
  private final Deque<TaskCall> failed = new ArrayDeque<>();
  private volatile boolean newCalls;

  LastCalls(NotebookSources sources) {
    this.sources = sources;
  }

  /** A task run has ended. */
  void ended(ActiveRun run, State state) {
    TaskCall call = TaskCall.of(run, state);
    last.put(call.task().name(), call);
    newCalls = true;
    if (state.type() == StateType.FAILED) {
      add(call);
    }
  }

  /** An attempt has failed, and another follows. */
  void failed(ActiveRun run, State state) {
    add(TaskCall.of(run, state));
  }

  private void add(TaskCall call) {
    synchronized (failed) {
      failed.removeIf(earlier -> earlier.runId().equals(call.runId()));
      failed.addFirst(call);
      if (failed.size() > MOST_FAILED) {
        failed.removeLast();
      }
    }
  }

  /** The cell has ended; before the next one changes anything, it is told what its tasks were. */
  void endCell() {
    if (newCalls) {
      newCalls = false;
      last.replaceAll(
          (task, call) -> call.code() == null ? call.with(sources.of(call.task())) : call);
    }
  }

  Optional<TaskCall> last(String task) {
    return Optional.ofNullable(last.get(task));
  }

  /** Those of the task that failed, the last one first. */
  List<TaskCall> failed(String task) {
    synchronized (failed) {
      return failed.stream().filter(call -> call.task().name().equals(task)).toList();
    }
  }
}
