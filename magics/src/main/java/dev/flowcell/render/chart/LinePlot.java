package dev.flowcell.render.chart;

import dev.flowcell.stats.Columns;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * A line through the rows from left to right: one column across, which may hold numbers, dates,
 * times or words, and a numeric one up. Rows that miss one of them are left out. Immutable.
 *
 * <p>It extends jsplot's class of that name, as {@link BoxPlot} does.
 */
public final class LinePlot extends tech.tablesaw.plotly.api.LinePlot implements Picture<LinePlot> {

  /** Up to this number of points each is marked. */
  private static final int FEW_POINTS = 25;

  private final Table table;
  private final String x;
  private final String y;
  private final @Nullable String by;
  private final Style style;

  private LinePlot(Table table, String x, String y, @Nullable String by, Style style) {
    this.table = table;
    this.x = x;
    this.y = y;
    this.by = by;
    this.style = style;
  }

  /**
   * The line of two columns.
   *
   * @throws IllegalArgumentException if a column is missing or the second not numeric
   */
  public static LinePlot of(Table table, String x, String y) {
    Columns.named(table, x);
    Columns.numeric(table, y);
    return new LinePlot(table, x, y, null, Style.STANDARD);
  }

  /**
   * This plot with a line for each value of a column.
   *
   * @throws IllegalArgumentException if the column is missing
   */
  public LinePlot by(String column) {
    Columns.named(table, column);
    return new LinePlot(table, x, y, column, style);
  }

  @Override
  public Style style() {
    return style;
  }

  @Override
  public LinePlot with(Style style) {
    return new LinePlot(table, x, y, by, style);
  }

  @Override
  public Chart chart() {
    return new Rows(table, x, y, by).chart(style, LinePlot::line);
  }

  private static Chart.Marks line(String name, List<Chart.Point> points) {
    List<Chart.Point> sorted =
        points.stream().sorted(Comparator.comparingDouble(Chart.Point::x)).toList();
    return new Chart.Line(name, sorted, sorted.size() <= FEW_POINTS);
  }

  /** The plot in words: how many points each line has, and where. */
  @Override
  public String toString() {
    return Pictures.words(this, chart());
  }
}
