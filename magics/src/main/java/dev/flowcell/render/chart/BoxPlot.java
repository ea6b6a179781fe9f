package dev.flowcell.render.chart;

import dev.flowcell.stats.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A box plot: for each group a box from the lower to the upper quartile (R-7, as pandas computes
 * them) with a line at the median, whiskers to the last values within 1.5 times the height of the
 * box, and what lies beyond as points. Missing values are left out. Immutable.
 *
 * <p>It extends jsplot's class of that name, so that {@code BoxPlot.create(...)} means the same
 * whichever of the two a cell has imported.
 */
public final class BoxPlot extends tech.tablesaw.plotly.api.BoxPlot implements Picture<BoxPlot> {

  /** From this number of groups on they all have one colour. */
  private static final int MANY_GROUPS = 9;

  private static final double BOX_WIDTH = 0.5;
  private static final double SERIES_WIDTH = 0.8;

  private final Table table;
  private final @Nullable String group;
  private final String value;
  private final Options options;
  private final Style style;

  private record Options(
      @Nullable String by, List<String> order, boolean horizontal, boolean points) {}

  private BoxPlot(Table table, @Nullable String group, String value, Options options, Style style) {
    this.table = table;
    this.group = group;
    this.value = value;
    this.options = options;
    this.style = style;
  }

  /**
   * One box of all values of a column.
   *
   * @throws IllegalArgumentException if the column is missing or not numeric
   */
  public static BoxPlot of(Table table, String value) {
    Columns.numeric(table, value);
    return new BoxPlot(
        table, null, value, new Options(null, List.of(), false, false), Style.STANDARD);
  }

  /**
   * A box of a column's values for each group, sorted by group.
   *
   * @param group the name of the column to group by
   * @param value the name of a numeric column
   * @throws IllegalArgumentException if a column is missing or the second not numeric
   */
  public static BoxPlot of(Table table, String group, String value) {
    Columns.named(table, group);
    BoxPlot plot = of(table, value);
    return new BoxPlot(table, group, value, plot.options, plot.style);
  }

  /**
   * This plot with boxes side by side for the values of another column, which the legend names.
   *
   * @throws IllegalArgumentException if the column is missing
   */
  public BoxPlot by(String column) {
    Columns.named(table, column);
    return with(new Options(column, options.order, options.horizontal, options.points));
  }

  /**
   * This plot with these groups first, in this order; others follow sorted.
   *
   * @throws IllegalArgumentException if there is no such group
   */
  public BoxPlot order(String... groups) {
    BoxPlot plot =
        with(new Options(options.by, List.of(groups), options.horizontal, options.points));
    plot.categories();
    return plot;
  }

  /** This plot laid on its side: long names of groups can be read without turning the head. */
  public BoxPlot horizontal() {
    return with(new Options(options.by, options.order, true, options.points));
  }

  /** This plot with a point for every value, spread over the width of its box. */
  public BoxPlot points() {
    return with(new Options(options.by, options.order, options.horizontal, true));
  }

  @Override
  public Style style() {
    return style;
  }

  @Override
  public BoxPlot with(Style style) {
    return new BoxPlot(table, group, value, options, style);
  }

  private BoxPlot with(Options options) {
    return new BoxPlot(table, group, value, options, style);
  }

  @Override
  public Chart chart() {
    List<String> categories = categories();
    List<Series> series = Series.of(table, options.by);
    List<Chart.Marks> marks = new ArrayList<>();
    long drawn = 0;
    for (int i = 0; i < series.size(); i++) {
      List<Chart.Box> boxes = boxes(series, i, categories);
      drawn += boxes.stream().mapToLong(box -> box.stats().summary().count()).sum();
      marks.add(new Chart.Boxes(series.get(i).name(), boxes));
    }
    return new Chart(
        style,
        Chart.Axis.categories(group == null ? "" : name(group), categories)
            .fromTop(options.horizontal),
        Chart.Axis.numbers(group == null ? "" : name(value)),
        marks,
        options.horizontal,
        options.by == null ? "" : name(options.by),
        Series.note(table.rowCount() - drawn));
  }

  private List<Chart.Box> boxes(List<Series> all, int index, List<String> categories) {
    Map<Integer, List<Double>> values = values(all.get(index), categories);
    double width = all.size() == 1 ? BOX_WIDTH : SERIES_WIDTH / all.size();
    double aside = (index - (all.size() - 1) / 2.0) * width;
    List<Chart.Box> boxes = new ArrayList<>();
    values.forEach(
        (place, members) -> {
          double[] numbers = members.stream().mapToDouble(Double::doubleValue).toArray();
          int color = options.by != null ? index : categories.size() < MANY_GROUPS ? place : 0;
          boxes.add(
              new Chart.Box(
                  place + aside,
                  all.size() == 1 ? width : width * 0.85,
                  BoxStats.of(categories.get(place), numbers),
                  color,
                  options.points ? finite(numbers) : List.of()));
        });
    return boxes;
  }

  /** The values of each category by its place; a category without values has none. */
  private Map<Integer, List<Double>> values(Series series, List<String> categories) {
    NumericColumn<?> numbers = Columns.numeric(table, value);
    Column<?> groups = group == null ? null : Columns.named(table, group);
    Map<Integer, List<Double>> values = new TreeMap<>();
    if (options.by == null) {
      for (int place = 0; place < categories.size(); place++) {
        values.put(place, new ArrayList<>());
      }
    }
    for (int row : series.rows()) {
      if (groups == null || !groups.isMissing(row)) {
        int place = groups == null ? 0 : categories.indexOf(String.valueOf(groups.get(row)));
        values.computeIfAbsent(place, first -> new ArrayList<>()).add(numbers.getDouble(row));
      }
    }
    return values;
  }

  private List<String> categories() {
    return group == null
        ? List.of(name(value))
        : Ordered.of(Series.of(table, group).stream().map(Series::name).toList(), options.order);
  }

  private static List<Double> finite(double[] numbers) {
    return Arrays.stream(numbers).filter(Double::isFinite).boxed().toList();
  }

  private String name(String column) {
    return Columns.named(table, column).name();
  }

  /** The plot in words: a sentence for each group. */
  @Override
  public String toString() {
    return Pictures.words(this, chart());
  }
}
