package dev.flowcell.kernel.jupyter;

import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Completeness;
import dev.flowcell.cell.Completion;
import dev.flowcell.cell.MimeBundle;
import java.util.Optional;

/**
 * What the dispatch asks of a language. {@link #execute} is called for one cell at a time; every
 * other method may be called at any time and from any thread, while a cell runs too, and returns
 * soon.
 */
public interface Language {

  /** Runs a cell to its end; never throws for what user code does. */
  CellResult execute(CellSource cell, CellOutput output, CellInput input);

  /**
   * Evaluates one of an execute request's user expressions, behind its cell and on the same thread.
   */
  CellResult evaluateExpression(String expression);

  /**
   * What can stand at the cursor.
   *
   * @param cursor an index into {@code code} as a Java string
   */
  Completion complete(String code, int cursor);

  /** What is known of the word at the cursor; empty where nothing is. */
  Optional<MimeBundle> inspect(String code, int cursor, boolean detailed);

  /** Whether code can be run as it stands. */
  Completeness isComplete(String code);

  /**
   * Stops the cell that runs; returns at once. Called again, several times within a second, while
   * that cell goes on, and never between two cells.
   */
  void interrupt();
}
