package dev.flowcell.render.value;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Anything with rows and columns, read cell by cell: only what is shown is asked for.
 *
 * @param name empty for none
 * @param rowCount how many rows there are
 * @param hasMore whether there may be rows beyond, which nobody has counted
 */
record Grid(String name, List<Column> columns, int rowCount, boolean hasMore) {

  /** In the place of what is left out. */
  static final int GAP = -1;

  Grid {
    columns = List.copyOf(columns);
  }

  /** What a column holds. */
  enum Kind {
    /** Numbers that may have decimals; a missing one is {@code NaN}. */
    FRACTION,
    /** Whole numbers. */
    INTEGER,
    /** Anything else. */
    OTHER
  }

  /** What stands where an array of arrays has no value. */
  enum Hole {
    /** Its row is shorter. */
    NO_CELL,
    /** The element is null. */
    NULL,
    /** The first of a row that is null. */
    NULL_ROW
  }

  /**
   * One column.
   *
   * @param cells the value in a row, or null where it is missing; a {@link Hole} where it cannot be
   *     told as a missing one
   */
  record Column(String name, Kind kind, IntFunction<@Nullable Object> cells) {}

  /**
   * A column of values whose kind is that of all that are shown of it.
   *
   * @param shown the numbers of the rows shown
   */
  static Column column(String name, List<Integer> shown, IntFunction<@Nullable Object> cells) {
    boolean numbers = false;
    boolean fractions = false;
    for (int row : shown) {
      Object value = row == GAP ? null : cells.apply(row);
      if (value != null && !(value instanceof Number) && !(value instanceof Hole)) {
        return new Column(name, Kind.OTHER, cells);
      }
      numbers |= value instanceof Number;
      fractions |= value instanceof Double || value instanceof Float;
    }
    return new Column(name, fractions ? Kind.FRACTION : numbers ? Kind.INTEGER : Kind.OTHER, cells);
  }
}
