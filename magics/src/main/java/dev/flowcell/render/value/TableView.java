package dev.flowcell.render.value;

import dev.flowcell.render.PlainText;
import dev.flowcell.render.value.Grid.Hole;
import dev.flowcell.render.value.Grid.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a grid: the rows at both ends and the columns at both sides, their cells as
 * text. Only what is shown is read.
 *
 * @param name the grid's name, or empty
 * @param columns those shown
 * @param rows how many rows are shown, with the one that stands for those left out
 * @param size such as {@code 1,000,000 rows × 3 columns}; empty where nothing is left out
 */
record TableView(String name, List<ColumnView> columns, int rows, String size) {

  private static final Cell LEFT_OUT = new Cell("…", false);
  private static final Cell NOTHING = new Cell("", false);
  private static final Cell NULL_ROW = new Cell("null row", true);

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
   * The view of a grid.
   *
   * @param limits how much of it is shown
   * @param isStatistics whether its fractions are rounded to two decimals, as statistics are told
   */
  static TableView of(Grid grid, TableLimits limits, boolean isStatistics) {
    List<Integer> rows = limits.shownRows(grid.rowCount());
    List<Integer> places = limits.shownColumns(grid.columns().size());
    List<ColumnView> columns = new ArrayList<>();
    for (int place : places) {
      columns.add(
          place == Grid.GAP
              ? new ColumnView("…", false, rows.stream().map(row -> LEFT_OUT).toList())
              : column(grid.columns().get(place), rows, limits, isStatistics));
    }
    boolean isWhole = !rows.contains(Grid.GAP) && !places.contains(Grid.GAP) && !grid.hasMore();
    return new TableView(
        PlainText.cut(grid.name(), 200), columns, rows.size(), isWhole ? "" : size(grid));
  }

  private static String size(Grid grid) {
    return String.format(
        Locale.ROOT,
        "%s%,d %s × %,d %s",
        grid.hasMore() ? "the first " : "",
        grid.rowCount(),
        grid.rowCount() == 1 ? "row" : "rows",
        grid.columns().size(),
        grid.columns().size() == 1 ? "column" : "columns");
  }

  private static ColumnView column(
      Grid.Column column, List<Integer> rows, TableLimits limits, boolean isStatistics) {
    boolean isFraction = column.kind() == Kind.FRACTION;
    double[] fractions = isFraction ? fractions(column, rows) : new double[0];
    TableNumbers numbers =
        isStatistics ? TableNumbers.ofStatistics(fractions) : TableNumbers.ofData(fractions);
    List<Cell> cells = new ArrayList<>();
    for (int row : rows) {
      cells.add(row == Grid.GAP ? LEFT_OUT : cell(column, row, numbers, limits));
    }
    return new ColumnView(oneLine(column.name(), 100), column.kind() != Kind.OTHER, cells);
  }

  private static double[] fractions(Grid.Column column, List<Integer> rows) {
    List<Double> fractions = new ArrayList<>();
    for (int row : rows) {
      if (row != Grid.GAP && column.cells().apply(row) instanceof Number number) {
        fractions.add(number.doubleValue());
      }
    }
    return fractions.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Cell cell(Grid.Column column, int row, TableNumbers numbers, TableLimits limits) {
    @Nullable Object value = column.cells().apply(row);
    if (value instanceof Hole hole) {
      return switch (hole) {
        case NO_CELL -> NOTHING;
        case NULL -> missing("null", limits);
        case NULL_ROW -> NULL_ROW;
      };
    }
    boolean isFraction = column.kind() == Kind.FRACTION;
    boolean isNaN = value instanceof Double number && number.isNaN();
    if (value == null || isNaN) {
      return missing(isFraction ? "NaN" : "null", limits);
    }
    if (isFraction && value instanceof Number number) {
      return new Cell(numbers.format(number.doubleValue()), false);
    }
    return new Cell(oneLine(PlainText.of(value), limits.characters()), false);
  }

  private static Cell missing(String word, TableLimits limits) {
    return new Cell(limits.missing().isEmpty() ? word : oneLine(limits.missing(), 100), true);
  }

  private static String oneLine(String text, int limit) {
    return PlainText.cut(text, limit)
        .replaceAll("\\R", "⏎")
        .replace('\t', ' ')
        .replaceAll("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069]", "");
  }
}
