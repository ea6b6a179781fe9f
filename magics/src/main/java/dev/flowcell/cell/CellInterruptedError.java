package dev.flowcell.cell;

/**
 * Thrown into cell code that the user has interrupted. An {@code Error}, so that a {@code catch
 * (Exception e)} in the cell does not swallow the interrupt.
 */
public final class CellInterruptedError extends Error {

  private static final long serialVersionUID = 1L;

  public CellInterruptedError() {
    super("interrupted");
  }
}
