package dev.flowcell.engine;

/**
 * A thread that waits for its next attempt. Whoever wakes it must not leave an interrupt behind for
 * user code that runs on that thread later, hence the lock: it is woken before its wait ends, and
 * then the interrupt is taken back, or not at all.
 */
final class RetryWait {

  private final ActiveRun run;
  private final Thread thread = Thread.currentThread();
  private boolean woken;
  private boolean over;

  RetryWait(ActiveRun run) {
    this.run = run;
  }

  synchronized void wakeIfCancelled() {
    if (!over && run.isCancelled()) {
      woken = true;
      thread.interrupt();
    }
  }

  /** On the waiting thread, when it no longer waits. */
  synchronized void end() {
    over = true;
    if (woken) {
      Thread.interrupted();
    }
  }
}
