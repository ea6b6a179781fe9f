package dev.flowcell.render.chart;

import dev.flowcell.stats.Columns;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * A point for each row: one column across, which may hold numbers, dates, times or words, and a
 * numeric one up. Rows that miss one of them are left out. Immutable.
 *
 * <p>It extends jsplot's class of that name, as {@link BoxPlot} does.
 */
public final class ScatterPlot extends tech.tablesaw.plotly.api.ScatterPlot
    implements Picture<ScatterPlot> {

  private final Table table;
  private final String x;
  private final String y;
  private final @Nullable String by;
  private final Style style;

  private ScatterPlot(Table table, String x, String y, @Nullable String by, Style style) {
    this.table = table;
    this.x = x;
    this.y = y;
    this.by = by;
    this.style = style;
  }

  /**
   * The points of two columns.
   *
   * @throws IllegalArgumentException if a column is missing or the second not numeric
   */
  public static ScatterPlot of(Table table, String x, String y) {
    Columns.named(table, x);
    Columns.numeric(table, y);
    return new ScatterPlot(table, x, y, null, Style.STANDARD);
  }

  /**
   * This plot with points of their own colour and shape for each value of a column.
   *
   * @throws IllegalArgumentException if the column is missing
   */
  public ScatterPlot by(String column) {
    Columns.named(table, column);
    return new ScatterPlot(table, x, y, column, style);
  }

  @Override
  public Style style() {
    return style;
  }

  @Override
  public ScatterPlot with(Style style) {
    return new ScatterPlot(table, x, y, by, style);
  }

  @Override
  public Chart chart() {
    return new Rows(table, x, y, by).chart(style, Chart.Points::new);
  }

  /** The plot in words: how many points there are, and where. */
  @Override
  public String toString() {
    return Pictures.words(this, chart());
  }
}
