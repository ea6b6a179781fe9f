package dev.flowcell.stats;

import dev.flowcell.cell.NearMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Columns by their names, with errors that help, and the groups that columns form. Thread-safe. */
public final class Columns {

  private Columns() {}

  /**
   * Rows with the same values in the columns grouped by.
   *
   * @param key the values, one for each of these columns
   * @param rows the rows' numbers, in order
   */
  public record Group(List<Object> key, List<Integer> rows) {

    public Group {
      key = List.copyOf(key);
      rows = List.copyOf(rows);
    }

    /** The group's values of a column. */
    public double[] values(NumericColumn<?> column) {
      return rows.stream().mapToDouble(column::getDouble).toArray();
    }
  }

  /**
   * The column of that name, in any case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Column<?> named(Table table, String name) {
    for (Column<?> column : table.columns()) {
      if (column.name().equalsIgnoreCase(name)) {
        return column;
      }
    }
    throw new IllegalArgumentException(
        "No column '"
            + name
            + "' in table "
            + nameOf(table)
            + NearMatch.of(name, table.columnNames())
                .map(near -> ", did you mean '" + near + "'?")
                .orElse(".")
            + " Its columns: "
            + String.join(", ", table.columnNames()));
  }

  /**
   * The numeric column of that name.
   *
   * @throws IllegalArgumentException if there is none, or if it holds something else
   */
  public static NumericColumn<?> numeric(Table table, String name) {
    Column<?> column = named(table, name);
    if (column instanceof NumericColumn<?> numbers) {
      return numbers;
    }
    throw new IllegalArgumentException(
        "Column '"
            + column.name()
            + "' of table "
            + nameOf(table)
            + " holds "
            + column.type().name().toLowerCase(Locale.ROOT)
            + " values, not numbers. Numeric columns: "
            + String.join(", ", numericNames(table)));
  }

  /**
   * The groups of a table's rows, sorted by their keys, as pandas sorts them. Rows where one of the
   * columns is missing belong to none.
   *
   * @throws IllegalArgumentException if a column is missing
   */
  public static List<Group> groups(Table table, List<String> names) {
    List<Column<?>> columns = new ArrayList<>();
    names.forEach(name -> columns.add(named(table, name)));
    SortedMap<List<Object>, List<Integer>> rows = new TreeMap<>(Columns::compare);
    for (int row = 0; row < table.rowCount(); row++) {
      int number = row;
      if (columns.stream().noneMatch(column -> column.isMissing(number))) {
        List<Object> key = columns.stream().<Object>map(column -> column.get(number)).toList();
        rows.computeIfAbsent(key, first -> new ArrayList<>()).add(row);
      }
    }
    List<Group> groups = new ArrayList<>();
    rows.forEach((key, members) -> groups.add(new Group(key, members)));
    return groups;
  }

  static List<String> numericNames(Table table) {
    return table.columns().stream()
        .filter(NumericColumn.class::isInstance)
        .map(Column::name)
        .toList();
  }

  /** Values of the same columns, so of the same types, each of which has an order. */
  @SuppressWarnings("unchecked")
  private static int compare(List<Object> first, List<Object> second) {
    for (int i = 0; i < first.size(); i++) {
      int order = ((Comparable<Object>) first.get(i)).compareTo(second.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static String nameOf(Table table) {
    return table.name() == null || table.name().isBlank()
        ? "without a name"
        : "'" + table.name() + "'";
  }
}
