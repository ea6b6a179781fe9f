package dev.flowcell.render.value;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much is shown of what has rows and columns.
 *
 * @param rows of more, {@code rowsAtEachEnd} are shown from either end
 * @param columns of more, half of them are shown from either side
 * @param characters where a cell's text is cut
 * @param missing what stands for a missing value, or empty for its own word
 */
record TableLimits(int rows, int rowsAtEachEnd, int columns, int characters, String missing) {

  static final TableLimits STANDARD = new TableLimits(60, 5, 20, 50, "");

  TableLimits withRows(int rows) {
    return new TableLimits(rows, half(rows), columns, characters, missing);
  }

  TableLimits withColumns(int columns) {
    return new TableLimits(rows, rowsAtEachEnd, columns, characters, missing);
  }

  TableLimits withCharacters(int characters) {
    return new TableLimits(rows, rowsAtEachEnd, columns, characters, missing);
  }

  TableLimits withMissing(String missing) {
    return new TableLimits(rows, rowsAtEachEnd, columns, characters, missing);
  }

  /** The numbers of the rows shown of so many, with {@link Grid#GAP} where some are left out. */
  List<Integer> shownRows(int count) {
    return shown(count, rows, rowsAtEachEnd);
  }

  /** The numbers of the columns shown of so many. */
  List<Integer> shownColumns(int count) {
    return shown(count, columns, half(columns));
  }

  private static int half(int most) {
    return Math.max(1, most / 2);
  }

  private static List<Integer> shown(int count, int most, int atEachEnd) {
    if (count <= most || count <= 2 * atEachEnd) {
      return IntStream.range(0, count).boxed().toList();
    }
    List<Integer> shown = new ArrayList<>();
    IntStream.range(0, atEachEnd).forEach(shown::add);
    shown.add(Grid.GAP);
    IntStream.range(count - atEachEnd, count).forEach(shown::add);
    return shown;
  }
}
