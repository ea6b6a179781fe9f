package dev.flowcell.cell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cell that runs now, or the last one that ran: where output of any thread goes that knows no
 * better. Thread-safe.
 */
public final class CurrentCell {

  private volatile Place place;
  private volatile @Nullable String handedOut;
  private volatile List<? extends @Nullable Object> given = List.of();

  /** Starts in no cell: what is printed before the first one goes to this output. */
  public CurrentCell(CellOutput before) {
    place = new Place(new CellSource("", 0, ""), before, CellInput.NONE);
  }

  /** From now on this cell is the current one. */
  public void begin(CellSource source, CellOutput output, CellInput input) {
    place = new Place(source, output, input);
    handedOut = null;
  }

  /** Remembers the id of a display that the cell's code got. */
  public void handOut(String displayId) {
    handedOut = displayId;
  }

  /**
   * Whether a value is the very id that was handed out last: a cell that ends with {@code
   * display(x)} means x, which it has shown, and not the id.
   */
  public boolean isHandedOut(@Nullable Object value) {
    return value != null && value == handedOut;
  }

  /** From now on these are the values that a magic gives to the code it evaluates. */
  public void give(List<? extends @Nullable Object> values) {
    given = values;
  }

  /** One of those values, by its place from 0. */
  public @Nullable Object given(int index) {
    return given.get(index);
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
