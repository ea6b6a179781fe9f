package dev.flowcell.kernel.jupyter;

import io.github.spencerpark.jupyter.messages.request.InterruptRequest;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Which cell an interrupt is meant for. Cells begin and end on one thread, interrupts come on
 * another, before their cell as well as while it runs. One lock parts the two, so that no interrupt
 * is lost between them and none reaches the next cell.
 *
 * <p>A language may be between two steps of a cell when it is told to stop, with nothing to stop at
 * that moment. So it is told again, a few times, while the cell goes on.
 */
final class Interrupts {

  /** How often a cell that goes on is told again. */
  private static final int REPEATS = 10;

  private final Runnable stopCell;
  private final Executor later;
  private @Nullable Request<?> running;
  private @Nullable Cutoff newest;

  /** Whether a cell has already ended by the newest interrupt; those behind it are aborted. */
  private boolean spent;

  /** What becomes of a cell whose turn has come. */
  enum Verdict {
    RUN,
    INTERRUPTED,
    ABORTED
  }

  /**
   * Stops cells by {@code stopCell}, which must return at once.
   *
   * @param later runs what it is given after a short while
   */
  Interrupts(Runnable stopCell, Executor later) {
    this.stopCell = stopCell;
    this.later = later;
  }

  /** A cell's turn has come; where the answer is {@code RUN}, {@link #end} must follow. */
  synchronized Verdict begin(Request<?> cell) {
    if (newest == null || !newest.covers(cell)) {
      running = cell;
      return Verdict.RUN;
    }
    Verdict verdict = spent ? Verdict.ABORTED : Verdict.INTERRUPTED;
    spent = true;
    return verdict;
  }

  /** The cell that began has ended. */
  synchronized void end() {
    running = null;
  }

  /** An interrupt has come in. */
  synchronized void interrupt(Request<InterruptRequest> request) {
    newest = Cutoff.at(request);
    spent = running != null && newest.covers(running);
    if (spent) {
      stop(running, REPEATS);
    }
  }

  /** Stops the cell that runs, because the kernel ends. */
  synchronized void stop() {
    stop(running, REPEATS);
  }

  private synchronized void stop(@Nullable Request<?> cell, int repeats) {
    if (cell == null || cell != running) {
      return;
    }
    stopCell.run();
    if (repeats > 0) {
      later.execute(() -> stop(cell, repeats - 1));
    }
  }
}
