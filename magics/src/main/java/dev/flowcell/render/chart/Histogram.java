package dev.flowcell.render.chart;

import dev.flowcell.stats.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/**
 * How often the values of a column lie in which range. The ranges are of one round width and hold
 * their lower end. Missing values are left out. Immutable.
 *
 * <p>It extends jsplot's class of that name, as {@link BoxPlot} does.
 */
public final class Histogram extends tech.tablesaw.plotly.api.Histogram
    implements Picture<Histogram> {

  private final Table table;
  private final String value;
  private final @Nullable String by;
  private final int bins;
  private final Style style;

  private Histogram(Table table, String value, @Nullable String by, int bins, Style style) {
    this.table = table;
    this.value = value;
    this.by = by;
    this.bins = bins;
    this.style = style;
  }

  /**
   * The histogram of a column.
   *
   * @throws IllegalArgumentException if the column is missing or not numeric
   */
  public static Histogram of(Table table, String value) {
    Columns.numeric(table, value);
    return new Histogram(table, value, null, 0, Style.STANDARD);
  }

  /**
   * This plot with a histogram for each value of a column, one before the other.
   *
   * @throws IllegalArgumentException if the column is missing
   */
  public Histogram by(String column) {
    Columns.named(table, column);
    return new Histogram(table, value, column, bins, style);
  }

  /**
   * This plot with about so many ranges: they keep a round width.
   *
   * @throws IllegalArgumentException if it is less than 1 or more than 1000
   */
  public Histogram bins(int bins) {
    if (bins < 1 || bins > 1000) {
      throw new IllegalArgumentException("bins needs a number from 1 to 1000, not " + bins);
    }
    return new Histogram(table, value, by, bins, style);
  }

  @Override
  public Style style() {
    return style;
  }

  @Override
  public Histogram with(Style style) {
    return new Histogram(table, value, by, bins, style);
  }

  @Override
  public Chart chart() {
    NumericColumn<?> column = Columns.numeric(table, value);
    List<Series> series = Series.of(table, by);
    List<double[]> values = new ArrayList<>();
    for (Series each : series) {
      values.add(
          each.rows().stream().mapToDouble(column::getDouble).filter(Double::isFinite).toArray());
    }
    double width = Bins.width(values.stream().flatMapToDouble(DoubleStream::of).toArray(), bins);
    List<Map<Double, Double>> counts = values.stream().map(v -> Bins.counts(v, width)).toList();
    long drawn = values.stream().mapToLong(v -> v.length).sum();
    return new Chart(
        style,
        Chart.Axis.numbers(column.name()),
        Chart.Axis.numbers("count"),
        Standing.marks(
            series.stream().map(Series::name).toList(), counts, width, Standing.Mode.OVERLAID),
        false,
        by == null ? "" : Columns.named(table, by).name(),
        Series.note(table.rowCount() - drawn));
  }

  /** The plot in words: how many values lie in each range. */
  @Override
  public String toString() {
    return Pictures.words(this, chart());
  }
}
