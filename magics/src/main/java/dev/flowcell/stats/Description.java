package dev.flowcell.stats;

import java.util.List;
import tech.tablesaw.api.Table;

/**
 * The descriptive statistics of columns, as a table: count, mean, std, min, 25%, 50%, 75% and max,
 * unrounded, as pandas computes them.
 */
public final class Description extends Table {

  private final Table source;
  private final List<String> values;

  private Description(Table source, List<String> values, Table content) {
    super(content.name(), content.columns());
    this.source = source;
    this.values = values;
  }

  /**
   * Describes whole columns, a row each.
   *
   * @param columns the names of numeric columns; none stands for all numeric columns
   * @throws IllegalArgumentException if a column is missing or not numeric
   */
  public static Description of(Table table, String... columns) {
    return new Description(table, List.of(columns), Table.create(table.name()));
  }

  /**
   * Describes the same columns by groups: a row for each group, in the groups' order, with the
   * group columns first. Rows without a group are left out.
   *
   * @throws IllegalArgumentException if a column is missing
   */
  public Description by(String... groups) {
    return new Description(source, values, Table.create(source.name()));
  }
}
