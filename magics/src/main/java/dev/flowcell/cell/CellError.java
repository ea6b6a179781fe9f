package dev.flowcell.cell;

import java.util.List;

/**
 * An error as its cell shows it.
 *
 * @param name the kind, such as {@code UsageError} or an exception's class name (Jupyter's ename)
 * @param message one line (Jupyter's evalue)
 * @param traceback the lines shown, the most useful first; plain text, without colour codes
 */
public record CellError(String name, String message, List<String> traceback) {

  public CellError {
    traceback = List.copyOf(traceback);
  }

  /** The name of the error of an interrupted cell, the one Jupyter's own kernel uses. */
  public static final String INTERRUPTED = "KeyboardInterrupt";

  /** The name of the error of a cell that does not compile. */
  public static final String NOT_COMPILED = "CompileError";

  /** An error of the text given, with nothing more to show. */
  public static CellError of(String name, String message) {
    return new CellError(name, message, List.of(name + ": " + message));
  }

  /** The error of a cell that was interrupted. */
  public static CellError interrupted() {
    return of(INTERRUPTED, "the cell was interrupted");
  }
}
