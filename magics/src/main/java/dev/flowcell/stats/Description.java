package dev.flowcell.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The descriptive statistics of columns, as a table: count, mean, std, min, 25%, 50%, 75% and max,
 * unrounded, as pandas computes them. Missing values are left out; a figure that there are too few
 * values for is missing.
 */
public final class Description extends Table {

  private final Table source;
  private final List<String> described;

  private Description(Table source, List<String> described, List<Column<?>> content) {
    super("Description of " + source.name(), content);
    this.source = source;
    this.described = described;
  }

  /**
   * Describes whole columns, a row each, with the column's name first.
   *
   * @param columns the names of numeric columns; none stands for all numeric columns
   * @throws IllegalArgumentException if a column is missing or not numeric, or if there is none
   */
  public static Description of(Table table, String... columns) {
    List<String> described = columns.length == 0 ? Columns.numericNames(table) : List.of(columns);
    if (described.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing to describe: table '" + table.name() + "' has no numeric column");
    }
    StringColumn names = StringColumn.create("column");
    Statistics statistics = new Statistics();
    for (String name : described) {
      NumericColumn<?> column = Columns.numeric(table, name);
      names.append(column.name());
      statistics.append(Summary.of(column.asDoubleArray()));
    }
    return new Description(table, described, statistics.after(List.of(names)));
  }

  /**
   * A description that was made before, of its parts.
   *
   * @param content the columns that it had
   */
  public static Description restored(
      Table source, List<String> described, List<Column<?>> content) {
    return new Description(source, described, content);
  }

  /** The table that it describes. */
  public Table source() {
    return source;
  }

  /** The names of the columns that it describes. */
  public List<String> described() {
    return described;
  }

  /**
   * Describes the same columns by groups: a row for each group, sorted, with the group columns
   * first. Rows that miss a group are left out. Where several columns are described, the first
   * column says which, and each has its rows for all groups.
   *
   * @throws IllegalArgumentException if a column is missing, or no group column is named
   */
  public Description by(String... groups) {
    if (groups.length == 0) {
      throw new IllegalArgumentException("by(...) needs the name of a column to group by");
    }
    List<Columns.Group> rows = Columns.groups(source, List.of(groups));
    StringColumn names = StringColumn.create("column");
    List<Column<?>> keys = new ArrayList<>();
    for (String group : groups) {
      keys.add(Columns.named(source, group).emptyCopy());
    }
    Statistics statistics = new Statistics();
    for (String name : described) {
      NumericColumn<?> column = Columns.numeric(source, name);
      for (Columns.Group group : rows) {
        names.append(column.name());
        IntStream.range(0, groups.length).forEach(i -> keys.get(i).appendObj(group.key().get(i)));
        statistics.append(Summary.of(group.values(column)));
      }
    }
    if (described.size() > 1) {
      keys.add(0, names);
    }
    return new Description(source, described, statistics.after(keys));
  }

  private static final class Statistics {

    private final IntColumn count = IntColumn.create("count");
    private final List<DoubleColumn> figures =
        List.of(
            DoubleColumn.create("mean"),
            DoubleColumn.create("std"),
            DoubleColumn.create("min"),
            DoubleColumn.create("25%"),
            DoubleColumn.create("50%"),
            DoubleColumn.create("75%"),
            DoubleColumn.create("max"));

    void append(Summary summary) {
      count.append(summary.count());
      double[] values = {
        summary.mean(),
        summary.std(),
        summary.min(),
        summary.q1(),
        summary.median(),
        summary.q3(),
        summary.max()
      };
      for (int i = 0; i < values.length; i++) {
        figures.get(i).append(values[i]);
      }
    }

    List<Column<?>> after(List<Column<?>> first) {
      List<Column<?>> columns = new ArrayList<>(first);
      columns.add(count);
      columns.addAll(figures);
      return columns;
    }
  }
}
