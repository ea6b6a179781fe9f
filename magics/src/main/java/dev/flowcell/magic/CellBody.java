package dev.flowcell.magic;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Evaluation;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The statements of a cell task or cell flow, evaluated anew by every call. Thread-safe. */
final class CellBody implements Callable<@Nullable Object> {

  private final CellEvaluator evaluator;
  private final CellSource cell;
  private final String java;
  private volatile Evaluation last = new Evaluation.Nothing();

  CellBody(CellEvaluator evaluator, CellSource cell, String java) {
    this.evaluator = evaluator;
    this.cell = cell;
    this.java = java;
  }

  /** Evaluates the statements; throws what they throw, unchanged. */
  @Override
  public @Nullable Object call() throws Exception {
    Evaluation evaluation = evaluator.evaluate(cell, java);
    last = evaluation;
    if (evaluation instanceof Evaluation.Failed failed) {
      throw unchanged(failed);
    }
    return evaluation instanceof Evaluation.Value value ? value.value() : null;
  }

  /** How the last call ended. */
  Evaluation last() {
    return last;
  }

  private static Exception unchanged(Evaluation.Failed failed) {
    Throwable thrown = failed.thrown();
    if (thrown == null && failed.error().name().equals(CellError.INTERRUPTED)) {
      throw new CellInterruptedError();
    }
    if (thrown == null) {
      return new CellErrorException(notCompiled(failed.error()));
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof Exception exception
        ? exception
        : new UndeclaredThrowableException(thrown);
  }

  private static CellError notCompiled(CellError error) {
    return new CellError("does not compile", error.message(), error.traceback());
  }

  /** Whether the compiler took the statements, as far as the last call tells. */
  boolean isCompiled() {
    return !(last instanceof Evaluation.Failed failed && failed.thrown() == null);
  }
}
