package dev.flowcell.engine;

import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunListener;
import dev.flowcell.run.State;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the listener what becomes of runs: each state in its turn, each end once. Thread-safe. */
final class Chronicle {

  private final RunListener listener;
  private final Clock clock;

  /** How the last run of each task ended. */
  private final Map<String, State> taskEnds = new ConcurrentHashMap<>();

  Chronicle(RunListener listener, Clock clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** Tells one event. */
  void tell(RunEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException e) {
      // who watches a run must not be able to fail it
    }
  }

  /** The run has reached a state that is not its end. */
  void change(ActiveRun run, State state) {
    tell(
        run.isFlow()
            ? new RunEvent.FlowRunChanged(run.id, state)
            : new RunEvent.TaskRunChanged(run.id, state));
  }

  /** The run has reached its end; told once, whoever comes first. */
  void end(ActiveRun run, State state) {
    endLost(run, state.at());
    if (run.end()) {
      tellEnd(run, state);
    }
  }

  /**
   * Ends the runs that this one called and that could not tell their end: at a stack overflow there
   * may be no room for it where they are, but there is further out.
   */
  private void endLost(ActiveRun run, Instant now) {
    for (ActiveRun callee : run.callees) {
      if (callee.thread() == Thread.currentThread()) {
        endLost(callee, now);
        var unused = callee.end();
        tellEnd(callee, State.failed(now, callee.attempt(), "ended without a word", ""));
      }
    }
  }

  /** Ends a cancelled run, and those it called, whose code does not stop. */
  void giveUp(ActiveRun run) {
    run.callees.forEach(this::giveUp);
    String message = "interrupted; its code had not stopped when its cell ended";
    end(run, State.cancelled(clock.instant(), run.attempt(), message));
  }

  private void tellEnd(ActiveRun run, State state) {
    if (!run.isFlow()) {
      taskEnds.put(run.definition.name(), state);
    }
    change(run, state);
    run.leaveCaller();
  }

  /** The state that the last run of a task has ended in. */
  Optional<State> lastEnd(String task) {
    return Optional.ofNullable(taskEnds.get(task));
  }

  /** A run is about to print or display. */
  void beforeOutput() {
    try {
      listener.beforeOutput();
    } catch (RuntimeException e) {
      // as in tell()
    }
  }

  /** The cell has ended: what it shows is to be up to date. */
  void endCell() {
    try {
      listener.onCellEnd();
    } catch (RuntimeException e) {
      // as in tell()
    }
  }
}
