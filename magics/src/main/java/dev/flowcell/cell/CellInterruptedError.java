package dev.flowcell.cell;

/**
 * Thrown into cell code that the user has interrupted. An {@code Error}, so that a {@code catch
 * (Exception e)} in the cell does not swallow the interrupt. It has no stack trace, since it may
 * have to be thrown again and again.
 */
public final class CellInterruptedError extends Error {

  private static final long serialVersionUID = 1L;

  private final boolean codeLeftBehind;

  public CellInterruptedError() {
    this(false);
  }

  private CellInterruptedError(boolean codeLeftBehind) {
    super("interrupted", null, false, false);
    this.codeLeftBehind = codeLeftBehind;
  }

  /** Thrown in place of code that could not be stopped and still runs in the background. */
  public static CellInterruptedError leavingCodeBehind() {
    return new CellInterruptedError(true);
  }

  /** Whether the interrupted code could not be stopped and still runs. */
  public boolean isCodeLeftBehind() {
    return codeLeftBehind;
  }
}
