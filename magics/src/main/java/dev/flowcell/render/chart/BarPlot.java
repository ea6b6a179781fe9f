package dev.flowcell.render.chart;

import dev.flowcell.stats.Columns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A bar for each category, in the order in which they appear: as high as its value, or as the mean
 * of its values where it has several rows, or as the number of its rows. Immutable.
 */
public final class BarPlot implements Picture<BarPlot> {

  private final Table table;
  private final String category;
  private final @Nullable String value;
  private final Options options;
  private final Style style;

  private record Options(@Nullable String by, List<String> order, boolean horizontal) {}

  private BarPlot(
      Table table, String category, @Nullable String value, Options options, Style style) {
    this.table = table;
    this.category = category;
    this.value = value;
    this.options = options;
    this.style = style;
  }

  /**
   * Bars that count the rows of each category.
   *
   * @throws IllegalArgumentException if the column is missing
   */
  public static BarPlot of(Table table, String category) {
    Columns.named(table, category);
    return new BarPlot(table, category, null, new Options(null, List.of(), false), Style.STANDARD);
  }

  /**
   * Bars of a column's values. Where a category has several rows, its bar is their mean, and the
   * axis says so.
   *
   * @param category the name of the column that names the bars
   * @param value the name of a numeric column
   * @throws IllegalArgumentException if a column is missing or the second not numeric
   */
  public static BarPlot of(Table table, String category, String value) {
    Columns.numeric(table, value);
    BarPlot plot = of(table, category);
    return new BarPlot(table, category, value, plot.options, plot.style);
  }

  /**
   * This plot with bars side by side for the values of another column, which the legend names.
   *
   * @throws IllegalArgumentException if the column is missing
   */
  public BarPlot by(String column) {
    Columns.named(table, column);
    return with(new Options(column, options.order, options.horizontal));
  }

  /**
   * This plot with these categories first, in this order.
   *
   * @throws IllegalArgumentException if there is no such category
   */
  public BarPlot order(String... categories) {
    BarPlot plot = with(new Options(options.by, List.of(categories), options.horizontal));
    plot.categories();
    return plot;
  }

  /** This plot laid on its side: long names can be read without turning the head. */
  public BarPlot horizontal() {
    return with(new Options(options.by, options.order, true));
  }

  @Override
  public Style style() {
    return style;
  }

  @Override
  public BarPlot with(Style style) {
    return new BarPlot(table, category, value, options, style);
  }

  private BarPlot with(Options options) {
    return new BarPlot(table, category, value, options, style);
  }

  @Override
  public Chart chart() {
    List<String> categories = categories();
    List<Series> series = Series.of(table, options.by);
    List<Map<Double, Double>> heights = new ArrayList<>();
    long drawn = 0;
    boolean averaged = false;
    for (Series each : series) {
      Map<Double, List<Double>> values = values(each, categories);
      drawn += values.values().stream().mapToLong(List::size).sum();
      averaged |= value != null && values.values().stream().anyMatch(v -> v.size() > 1);
      Map<Double, Double> bars = new TreeMap<>();
      values.forEach(
          (place, members) -> bars.put(place, value == null ? members.size() : mean(members)));
      heights.add(bars);
    }
    String up = value == null ? "count" : Columns.named(table, value).name();
    return new Chart(
        style,
        Chart.Axis.categories(Columns.named(table, category).name(), categories)
            .fromTop(options.horizontal),
        Chart.Axis.numbers(averaged ? "mean of " + up : up),
        Standing.marks(
            series.stream().map(Series::name).toList(),
            heights,
            Standing.FILLED,
            Standing.Mode.ASIDE),
        options.horizontal,
        options.by == null ? "" : Columns.named(table, options.by).name(),
        Series.note(table.rowCount() - drawn));
  }

  private Map<Double, List<Double>> values(Series series, List<String> categories) {
    Column<?> names = Columns.named(table, category);
    NumericColumn<?> numbers = value == null ? null : Columns.numeric(table, value);
    Map<Double, List<Double>> values = new TreeMap<>();
    for (int row : series.rows()) {
      double number = numbers == null ? 1 : numbers.getDouble(row);
      if (!names.isMissing(row) && Double.isFinite(number)) {
        double place = categories.indexOf(String.valueOf(names.get(row)));
        values.computeIfAbsent(place, first -> new ArrayList<>()).add(number);
      }
    }
    return values;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private List<String> categories() {
    Column<?> names = Columns.named(table, category);
    LinkedHashSet<String> found = new LinkedHashSet<>();
    for (int row = 0; row < table.rowCount(); row++) {
      if (!names.isMissing(row)) {
        found.add(String.valueOf(names.get(row)));
      }
    }
    return Ordered.of(found, options.order);
  }

  /** The plot in words: what each bar says. */
  @Override
  public String toString() {
    return Pictures.words(this, chart());
  }
}
