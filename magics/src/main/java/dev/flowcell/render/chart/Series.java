package dev.flowcell.render.chart;

import dev.flowcell.stats.Columns;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * Rows of a table that are drawn alike.
 *
 * @param name in the legend, empty where all rows are one series
 * @param rows their numbers
 */
record Series(String name, List<Integer> rows) {

  /** The table's rows by the values of a column, sorted; all rows where that is null. */
  static List<Series> of(Table table, @Nullable String by) {
    if (by == null) {
      return List.of(new Series("", IntStream.range(0, table.rowCount()).boxed().toList()));
    }
    return Columns.groups(table, List.of(by)).stream()
        .map(group -> new Series(name(group.key()), group.rows()))
        .toList();
  }

  static String name(List<Object> key) {
    return key.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** What is said below a chart of rows that cannot be drawn; empty where there are none. */
  static String note(long leftOut) {
    return leftOut == 0
        ? ""
        : leftOut == 1
            ? "1 row with a missing value is left out"
            : String.format(Locale.ROOT, "%,d rows with missing values are left out", leftOut);
  }
}
