package dev.flowcell.render.value;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
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

  private static final int MOST_ROWS = 60;
  private static final int MOST_COLUMNS = 20;
  private static final int ROWS_AT_EACH_END = 5;
  private static final int COLUMNS_AT_EACH_SIDE = 10;

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

  /**
   * One column.
   *
   * @param cells the value in a row, or null where it is missing
   */
  record Column(String name, Kind kind, IntFunction<@Nullable Object> cells) {}

  /** The numbers of the rows shown of so many, with {@link #GAP} where some are left out. */
  static List<Integer> shownRows(int count) {
    return shown(count, MOST_ROWS, ROWS_AT_EACH_END);
  }

  /** The numbers of the columns shown of so many. */
  static List<Integer> shownColumns(int count) {
    return shown(count, MOST_COLUMNS, COLUMNS_AT_EACH_SIDE);
  }

  private static List<Integer> shown(int count, int most, int atEachEnd) {
    if (count <= most) {
      return IntStream.range(0, count).boxed().toList();
    }
    List<Integer> shown = new ArrayList<>();
    IntStream.range(0, atEachEnd).forEach(shown::add);
    shown.add(GAP);
    IntStream.range(count - atEachEnd, count).forEach(shown::add);
    return shown;
  }

  /** A column of values whose kind is that of all that are shown of it. */
  static Column column(String name, int rowCount, IntFunction<@Nullable Object> cells) {
    boolean numbers = false;
    boolean fractions = false;
    for (int row : shownRows(rowCount)) {
      Object value = row == GAP ? null : cells.apply(row);
      if (value != null && !(value instanceof Number)) {
        return new Column(name, Kind.OTHER, cells);
      }
      numbers |= value != null;
      fractions |= value instanceof Double || value instanceof Float;
    }
    return new Column(name, fractions ? Kind.FRACTION : numbers ? Kind.INTEGER : Kind.OTHER, cells);
  }
}
