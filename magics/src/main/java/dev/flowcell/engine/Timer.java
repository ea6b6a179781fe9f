package dev.flowcell.engine;

import java.time.Duration;

/** Rings when a time is over, however the clock on the wall is set meanwhile. Thread-safe. */
@FunctionalInterface
public interface Timer {

  /**
   * Runs the action once when the time is over, on a thread of the timer's own.
   *
   * @param action must be quick
   * @return calls it off
   */
  Runnable after(Duration time, Runnable action);
}
