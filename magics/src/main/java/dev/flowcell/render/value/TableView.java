package dev.flowcell.render.value;

import dev.flowcell.render.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * What is shown of a table: the rows at both ends and the columns at both sides, their cells as
 * text. Only what is shown is read.
 *
 * @param name the table's name, or empty
 * @param columns those shown
 * @param rows the numbers of the rows shown, from 0; {@link #GAP} where some are left out
 * @param totalRows how many rows the table has
 * @param totalColumns how many columns the table has
 */
record TableView(
    String name, List<ColumnView> columns, List<Integer> rows, int totalRows, int totalColumns) {

  /** In the place of what is left out. */
  static final int GAP = -1;

  private static final int MOST_ROWS = 60;
  private static final int MOST_COLUMNS = 20;
  private static final int ROWS_AT_EACH_END = 5;
  private static final int COLUMNS_AT_EACH_SIDE = 10;
  private static final int MOST_CHARACTERS = 50;

  /**
   * One column.
   *
   * @param name its heading
   * @param isNumeric whether its cells are aligned to the right
   * @param cells one for each row of the view
   */
  record ColumnView(String name, boolean isNumeric, List<Cell> cells) {}

  /** One cell; a missing one has the text that stands for it. */
  record Cell(String text, boolean isMissing) {}

  /**
   * The view of a table.
   *
   * @param isStatistics whether its fractions are rounded to two decimals, as statistics are told
   */
  static TableView of(Table table, boolean isStatistics) {
    List<Integer> rows = shown(table.rowCount(), MOST_ROWS, ROWS_AT_EACH_END);
    List<ColumnView> columns = new ArrayList<>();
    for (int index : shown(table.columnCount(), MOST_COLUMNS, COLUMNS_AT_EACH_SIDE)) {
      columns.add(
          index == GAP
              ? new ColumnView("…", false, rows.stream().map(row -> new Cell("…", false)).toList())
              : column(table.column(index), rows, isStatistics));
    }
    String name = PlainText.cut(Objects.requireNonNullElse(table.name(), ""), 200);
    return new TableView(name, columns, rows, table.rowCount(), table.columnCount());
  }

  /** Whether nothing is left out. */
  boolean isWhole() {
    return totalRows <= MOST_ROWS && totalColumns <= MOST_COLUMNS;
  }

  /** Such as {@code 1,000,000 rows × 3 columns}. */
  String size() {
    return String.format(
        Locale.ROOT,
        "%,d %s × %,d %s",
        totalRows,
        totalRows == 1 ? "row" : "rows",
        totalColumns,
        totalColumns == 1 ? "column" : "columns");
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

  private static ColumnView column(Column<?> column, List<Integer> rows, boolean isStatistics) {
    boolean isFraction = column.type() == ColumnType.DOUBLE || column.type() == ColumnType.FLOAT;
    boolean isNumeric =
        isFraction
            || column.type() == ColumnType.INTEGER
            || column.type() == ColumnType.LONG
            || column.type() == ColumnType.SHORT;
    double[] fractions = isFraction ? fractions(column, rows) : new double[0];
    TableNumbers numbers =
        isStatistics ? TableNumbers.ofStatistics(fractions) : TableNumbers.ofData(fractions);
    List<Cell> cells = new ArrayList<>();
    for (int row : rows) {
      cells.add(row == GAP ? new Cell("…", false) : cell(column, row, isFraction, numbers));
    }
    return new ColumnView(PlainText.cut(column.name(), 100), isNumeric, cells);
  }

  private static double[] fractions(Column<?> column, List<Integer> rows) {
    return rows.stream()
        .filter(row -> row != GAP && !column.isMissing(row))
        .mapToDouble(row -> ((Number) column.get(row)).doubleValue())
        .toArray();
  }

  private static Cell cell(Column<?> column, int row, boolean isFraction, TableNumbers numbers) {
    if (column.isMissing(row)) {
      return new Cell(isFraction ? "NaN" : "null", true);
    }
    Object value = column.get(row);
    if (isFraction) {
      return new Cell(numbers.format(((Number) value).doubleValue()), false);
    }
    String text = PlainText.cut(String.valueOf(value), MOST_CHARACTERS);
    return new Cell(text.replaceAll("\\R", "⏎"), false);
  }
}
