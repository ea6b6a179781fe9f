package dev.flowcell.engine;

import dev.flowcell.cell.CellInterruptedError;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits of the user's code for what it has submitted. Thread-safe. */
final class Waits {

  /** What waits on the calling thread. */
  interface Wait {
    void run() throws InterruptedException, TimeoutException;
  }

  private final Supplier<@Nullable ActiveRun> runOfThread;
  private final Turns turns;

  Waits(Supplier<@Nullable ActiveRun> runOfThread, Turns turns) {
    this.runOfThread = runOfThread;
    this.turns = turns;
  }

  /**
   * Waits, and lets others have the turns of the calling thread's run meanwhile.
   *
   * @throws CellInterruptedError when the run is cancelled
   */
  void during(Wait wait) throws InterruptedException, TimeoutException {
    ActiveRun run = runOfThread.get();
    if (run == null) {
      wait.run();
      return;
    }
    refuseCancelled(run);
    turns.pause(run.strand);
    try {
      wait.run();
    } catch (InterruptedException e) {
      turns.goOnWithout(run.strand);
      refuseCancelled(run);
      throw e;
    } catch (TimeoutException e) {
      turns.resume(run.strand);
      throw e;
    }
    turns.resume(run.strand);
    refuseCancelled(run);
  }

  private static void refuseCancelled(ActiveRun run) {
    if (run.isCancelled()) {
      throw new CellInterruptedError();
    }
  }
}
