package dev.flowcell.cell;

/**
 * The cell that runs now, or the last one that ran: where output of any thread goes that knows no
 * better. Thread-safe.
 */
public final class CurrentCell {

  private volatile Place place;

  /** Starts in no cell: what is printed before the first one goes to this output. */
  public CurrentCell(CellOutput before) {
    place = new Place(new CellSource("", 0, ""), before, CellInput.NONE);
  }

  /** From now on this cell is the current one. */
  public void begin(CellSource source, CellOutput output, CellInput input) {
    place = new Place(source, output, input);
  }

  public CellSource source() {
    return place.source;
  }

  public CellOutput output() {
    return place.output;
  }

  public CellInput input() {
    return place.input;
  }

  private record Place(CellSource source, CellOutput output, CellInput input) {}
}
