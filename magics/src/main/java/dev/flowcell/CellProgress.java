package dev.flowcell;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.engine.Latest;
import dev.flowcell.engine.Timer;
import dev.flowcell.render.ProgressBar;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The bar of progress below a cell that tells of its own, outside of runs. Thread-safe. */
final class CellProgress {

  private static final Duration BETWEEN_STEPS = Duration.ofMillis(250);

  private final CurrentCell cell;
  private final Timer timer;
  private final Supplier<String> newId;
  private @Nullable Latest<Step> steps;

  CellProgress(CurrentCell cell, Timer timer, Supplier<String> newId) {
    this.cell = cell;
    this.timer = timer;
    this.newId = newId;
  }

  /** Shows the step, or one that comes soon after it. */
  void take(double part, String words) {
    steps().take(new Step(part, words));
  }

  /** The cell ends: shows its last step. The next cell has a bar of its own. */
  void endCell() {
    Latest<Step> ending;
    synchronized (this) {
      ending = steps;
      steps = null;
    }
    if (ending != null) {
      ending.settle();
    }
  }

  private synchronized Latest<Step> steps() {
    if (steps == null) {
      steps = new Latest<>(BETWEEN_STEPS, timer, new Bar(cell.output(), newId.get())::show);
    }
    return steps;
  }

  private record Step(double part, String words) {}

  private static final class Bar {

    private final CellOutput output;
    private final String id;
    private boolean shown;

    Bar(CellOutput output, String id) {
      this.output = output;
      this.id = id;
    }

    void show(Step step) {
      MimeBundle bundle = ProgressBar.render(step.part, step.words);
      if (shown) {
        output.update(id, bundle);
      } else {
        shown = true;
        output.display(bundle, id);
      }
    }
  }
}
