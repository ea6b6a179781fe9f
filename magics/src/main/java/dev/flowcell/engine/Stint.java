package dev.flowcell.engine;

import dev.flowcell.cell.CellEvaluator;
import org.jspecify.annotations.Nullable;

/**
 * The time that a thread spends on a run, in which it can be stopped. Nothing of the stop is left
 * on the thread for the code that follows. Stints of one thread lie within each other, and share
 * the lock that parts a stop from their end.
 */
final class Stint implements AutoCloseable {

  private final ActiveRun run;
  private final CellEvaluator evaluator;
  private final ThreadLocal<@Nullable Stint> innermost;
  private final Thread thread = Thread.currentThread();
  private final @Nullable Stint outer;
  private final Object lock;
  private boolean stopped;
  private boolean over;

  private Stint(ActiveRun run, CellEvaluator evaluator, ThreadLocal<@Nullable Stint> innermost) {
    this.run = run;
    this.evaluator = evaluator;
    this.innermost = innermost;
    outer = innermost.get();
    lock = outer == null ? new Object() : outer.lock;
  }

  /** Begins on the calling thread. Who cancels the run from now on finds the stint. */
  static Stint begin(
      ActiveRun run, CellEvaluator evaluator, ThreadLocal<@Nullable Stint> innermost) {
    Stint stint = new Stint(run, evaluator, innermost);
    innermost.set(stint);
    run.stints.add(stint);
    return stint;
  }

  /** Stops what the thread does; from any thread, and not after the end. */
  void stop() {
    synchronized (lock) {
      if (!over) {
        stopped = true;
        evaluator.stop(thread);
      }
    }
  }

  /** Whether it, or one around it, has been stopped. */
  boolean isStopped() {
    synchronized (lock) {
      return stopped || (outer != null && outer.isStopped());
    }
  }

  /** Ends on its own thread. A stop that is meant for the code around goes on. */
  @Override
  public void close() {
    synchronized (lock) {
      over = true;
      run.stints.remove(this);
      innermost.set(outer);
      if (stopped && (outer == null || !outer.isStopped())) {
        evaluator.release();
      }
    }
  }
}
