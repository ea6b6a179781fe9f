package dev.flowcell.render.chart;

import dev.flowcell.stats.Columns;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The rows of a table as points.
 *
 * @param x the column across: numbers, dates, times or words
 * @param y the numeric column up
 * @param by the column whose values are drawn apart, or null
 */
record Rows(Table table, String x, String y, @Nullable String by) {

  /** The chart of marks made from the name and the points of each series. */
  Chart chart(Style style, BiFunction<String, List<Chart.Point>, Chart.Marks> marks) {
    Column<?> across = Columns.named(table, x);
    NumericColumn<?> up = Columns.numeric(table, y);
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < table.rowCount(); row++) {
      if (!across.isMissing(row)) {
        values.add(plotted(across.get(row)));
      }
    }
    Places places = Places.of(values);
    List<Chart.Marks> drawn = new ArrayList<>();
    long count = 0;
    for (Series series : Series.of(table, by)) {
      List<Chart.Point> points = new ArrayList<>();
      for (int row : series.rows()) {
        if (!across.isMissing(row)) {
          points.add(new Chart.Point(places.of(plotted(across.get(row))), up.getDouble(row)));
        }
      }
      points.removeIf(point -> !point.isDrawn());
      count += points.size();
      drawn.add(marks.apply(series.name(), points));
    }
    return new Chart(
        style,
        places.axis(across.name()),
        Chart.Axis.numbers(up.name()),
        drawn,
        false,
        by == null ? "" : Columns.named(table, by).name(),
        Series.note(table.rowCount() - count));
  }

  /** As {@link Places} reads it: times of day as those of one day. */
  private static Object plotted(Object value) {
    if (value instanceof LocalTime time) {
      return time.atDate(LocalDate.EPOCH).toString();
    }
    return value instanceof Number ? value : value.toString();
  }
}
