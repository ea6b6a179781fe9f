package dev.flowcell.cell;

/** Ends a cell with an error that is ready to be shown. */
public final class CellErrorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient CellError error;

  public CellErrorException(CellError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** What the cell shows. */
  public CellError error() {
    return error;
  }
}
