package dev.flowcell.engine;

import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunListener;
import dev.flowcell.run.State;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Tells the listener what becomes of runs: each state in its turn, each end once. Thread-safe. */
final class Chronicle {

  private final RunListener listener;
  private final Clock clock;
  private final LastCalls lastCalls;

  Chronicle(RunListener listener, Clock clock, LastCalls lastCalls) {
    this.listener = listener;
    this.clock = clock;
    this.lastCalls = lastCalls;
  }

  /** Tells one event of a run. */
  void tell(ActiveRun run, RunEvent event) {
    run.hold(event);
    tellHeld(run);
  }

  /**
   * Tells an event together with the run's next one, which is sure to come soon: a journal takes
   * two at once for the price of one.
   */
  void tellWithNext(ActiveRun run, RunEvent event) {
    run.hold(event);
  }

  /** Tells what was to be told with the next event, as that may take a while. */
  void tellHeld(ActiveRun run) {
    List<RunEvent> events = run.takeHeld();
    try {
      if (!events.isEmpty()) {
        listener.onEvents(events);
      }
    } catch (RuntimeException e) {
      // who watches a run must not be able to fail it
    }
  }

  /** Tells of what is no run of this engine. */
  void record(RunEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException e) {
      // as in tell()
    }
  }

  /** The run has reached a state that is not its end; one that is to end reaches no other. */
  void change(ActiveRun run, State state) {
    synchronized (run) { // or its end could be told in between
      if (!run.hasEnded() && !run.isMarked()) {
        tellState(run, state);
        if (state.name().equals(State.AWAITING_RETRY) && !run.isFlow()) {
          lastCalls.failed(run, state);
        }
      }
    }
  }

  private void tellState(ActiveRun run, State state) {
    tell(
        run,
        run.isFlow()
            ? new RunEvent.FlowRunChanged(run.id, state)
            : new RunEvent.TaskRunChanged(run.id, state));
  }

  /** Somebody wants the run to end. Told, and true, once, and not of a run that has ended. */
  boolean cancelling(ActiveRun run, String reason) {
    synchronized (run) {
      if (run.hasEnded() || !run.mark(reason)) {
        return false;
      }
      tellState(run, State.cancelling(clock.instant(), run.attempt(), reason));
      return true;
    }
  }

  /** The run has reached its end; told once, whoever comes first. Returns whether this is it. */
  boolean end(ActiveRun run, State state) {
    endLost(run, state.at());
    synchronized (run) {
      if (!run.end()) {
        return false;
      }
      tellEnd(run, state);
      return true;
    }
  }

  /**
   * Ends the runs that this one called and that could not tell their end: at a stack overflow there
   * may be no room for it where they are, but there is further out.
   */
  void endLost(ActiveRun run, Instant now) {
    for (ActiveRun callee : run.callees) {
      if (callee.thread() == Thread.currentThread()) {
        endLost(callee, now);
        var unused = callee.end();
        tellEnd(callee, State.failed(now, callee.attempt(), "ended without a word", ""));
      }
    }
  }

  /** Ends a cancelled run, and those it called, whose code has not stopped when its cell ended. */
  void giveUp(ActiveRun run) {
    String reason = run.cancelReason() == null ? ActiveRun.INTERRUPTED : run.cancelReason();
    giveUp(run, reason + "; its code had not stopped when its cell ended");
  }

  /** Ends a cancelled run, and those it called, whose code does not stop. */
  void giveUp(ActiveRun run, String message) {
    run.callees.forEach(callee -> giveUp(callee, message));
    end(run, State.cancelled(clock.instant(), run.attempt(), message));
  }

  private void tellEnd(ActiveRun run, State state) {
    if (!run.isFlow()) {
      lastCalls.ended(run, state);
      run.given(List.of()); // others may know the run for long
    }
    tellState(run, state);
    run.leaveCaller();
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
