package dev.flowcell.kernel.jupyter;

import io.github.spencerpark.jupyter.messages.request.InterruptRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which cell an interrupt is meant for. Cells begin and end on one thread, interrupts come on
 * another, before their cell as well as while it runs. One lock parts the two, so that no interrupt
 * is lost between them and none reaches the next cell.
 */
final class Interrupts {

  private final Runnable stopCell;
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

  /** Stops cells by {@code stopCell}, which must return at once. */
  Interrupts(Runnable stopCell) {
    this.stopCell = stopCell;
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
      stopCell.run();
    }
  }

  /** Stops the cell that runs, because the kernel ends. */
  synchronized void stop() {
    if (running != null) {
      stopCell.run();
    }
  }
}
