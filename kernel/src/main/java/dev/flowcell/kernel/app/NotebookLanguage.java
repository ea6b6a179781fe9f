package dev.flowcell.kernel.app;

import dev.flowcell.Session;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Completeness;
import dev.flowcell.cell.Completion;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.java.JavaEvaluator;
import dev.flowcell.kernel.jupyter.Language;
import dev.flowcell.magic.CellRunner;
import dev.flowcell.secret.RedactedOutput;
import dev.flowcell.secret.Redaction;
import java.util.Optional;

/** The language of a Flowcell notebook: Java, with magic lines. */
final class NotebookLanguage implements Language {

  private final Session session;
  private final JavaEvaluator java;
  private final CellRunner cells;
  private final Runnable beforeCell;
  private final Runnable afterCell;
  private final Redaction redaction;

  /**
   * The language of a session.
   *
   * @param beforeCell is run before each cell
   * @param afterCell is run after each cell, however it ended
   */
  NotebookLanguage(
      Session session,
      JavaEvaluator java,
      CellRunner cells,
      Runnable beforeCell,
      Runnable afterCell) {
    this.session = session;
    this.java = java;
    this.cells = cells;
    this.beforeCell = beforeCell;
    this.afterCell = afterCell;
    redaction = session.secrets().redaction();
  }

  @Override
  public CellResult execute(CellSource cell, CellOutput output, CellInput input) {
    beforeCell.run();
    RedactedOutput redacted = new RedactedOutput(new ReadableOutput(output), redaction);
    session.cell().begin(cell, redacted, input);
    try {
      return redaction.redact(readable(cells.run(cell)));
    } catch (OutOfMemoryError e) {
      // it was not the cell's code that met the full heap, but what reads it or shows its value
      java.makeRoom();
      return new CellResult.Failed(java.describe(e));
    } finally {
      session.endCell();
      redacted.end();
      afterCell.run();
    }
  }

  private static CellResult readable(CellResult result) {
    return result instanceof CellResult.Value value
        ? new CellResult.Value(JavaEvaluator.readable(value.bundle()))
        : result;
  }

  @Override
  public CellResult evaluateExpression(String expression) {
    return redaction.redact(readable(cells.evaluate(session.cell().source().withText(expression))));
  }

  @Override
  public Completion complete(String code, int cursor) {
    return cells
        .complete(code, cursor)
        .orElseGet(() -> cells.describe(java.complete(cells.blankMagics(code), cursor)));
  }

  @Override
  public Optional<MimeBundle> inspect(String code, int cursor, boolean detailed) {
    return cells
        .inspect(code, cursor)
        .or(() -> java.inspect(cells.blankMagics(code), cursor, detailed))
        .map(redaction::redact);
  }

  @Override
  public Completeness isComplete(String code) {
    return java.isComplete(cells.blankMagics(code));
  }

  /** The engine first: what the interrupt throws must find its runs cancelled. */
  @Override
  public void interrupt() {
    session.engine().cancelCell();
    java.interrupt();
  }
}
