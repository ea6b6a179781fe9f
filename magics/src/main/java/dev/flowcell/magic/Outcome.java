package dev.flowcell.magic;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.Evaluation;
import org.jspecify.annotations.Nullable;

/** What a cell shows for how its code ended. */
final class Outcome {

  private static final CellResult DONE = new CellResult.Done();

  private Outcome() {}

  static CellResult of(MagicContext context, Evaluation evaluation) {
    if (evaluation instanceof Evaluation.Value value) {
      return context.cell().isHandedOut(value.value()) ? DONE : shown(context, value.value());
    }
    if (evaluation instanceof Evaluation.Failed failed) {
      return new CellResult.Failed(failed.error());
    }
    return DONE;
  }

  private static CellResult shown(MagicContext context, @Nullable Object value) {
    try {
      return new CellResult.Value(
          context.evaluator().callUserCode(() -> context.renderers().render(value)), value);
    } catch (CellInterruptedError e) {
      return new CellResult.Failed(CellError.interrupted());
    }
  }
}
