package dev.flowcell.render.chart;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.stats.Columns;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/**
 * A box plot: for each group a box from the lower to the upper quartile (R-7, as pandas computes
 * them) with a line at the median, whiskers to the last values within 1.5 times the height of the
 * box, and what lies beyond as points. Missing values are left out. Immutable.
 *
 * <p>It extends jsplot's class of that name, so that {@code BoxPlot.create(...)} means the same
 * whichever of the two a cell has imported.
 */
public final class BoxPlot extends tech.tablesaw.plotly.api.BoxPlot {

  /** From this number of groups on they all have one colour. */
  private static final int MANY_GROUPS = 9;

  private static final double BOX_WIDTH = 0.5;

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final List<BoxStats> boxes;

  private BoxPlot(String title, String xTitle, String yTitle, List<BoxStats> boxes) {
    this.title = title;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
    this.boxes = List.copyOf(boxes);
  }

  /**
   * One box of all values of a column.
   *
   * @throws IllegalArgumentException if the column is missing or not numeric
   */
  public static BoxPlot of(Table table, String value) {
    NumericColumn<?> column = Columns.numeric(table, value);
    BoxStats box = BoxStats.of(column.name(), column.asDoubleArray());
    return new BoxPlot("", "", "", List.of(box));
  }

  /**
   * A box of a column's values for each group, sorted by group.
   *
   * @param group the name of the column to group by
   * @param value the name of a numeric column
   * @throws IllegalArgumentException if a column is missing or the second not numeric
   */
  public static BoxPlot of(Table table, String group, String value) {
    NumericColumn<?> column = Columns.numeric(table, value);
    List<BoxStats> boxes =
        Columns.groups(table, List.of(group)).stream()
            .map(rows -> BoxStats.of(rows.key().get(0).toString(), rows.values(column)))
            .toList();
    return new BoxPlot("", Columns.named(table, group).name(), column.name(), boxes);
  }

  /** This plot with a title. */
  public BoxPlot title(String title) {
    return new BoxPlot(title, xTitle, yTitle, boxes);
  }

  /** This plot with a title below it, instead of the group column's name. */
  public BoxPlot xTitle(String title) {
    return new BoxPlot(this.title, title, yTitle, boxes);
  }

  /** This plot with a title beside it, instead of the value column's name. */
  public BoxPlot yTitle(String title) {
    return new BoxPlot(this.title, xTitle, title, boxes);
  }

  /**
   * Saves the plot as a picture.
   *
   * @param file a name that ends in {@code .png} or {@code .svg}
   * @throws IllegalArgumentException if it ends otherwise
   * @throws UncheckedIOException if the file cannot be written, with what to do about it
   */
  public void save(String file) {
    save(Path.of(file));
  }

  /** Saves the plot as {@link #save(String)} does. */
  public void save(Path file) {
    PictureFile.write(file, this::toPng, this::toSvg);
  }

  /** The plot as PNG, at twice its size so that it is sharp on any screen. */
  public byte[] toPng() {
    return chart().png();
  }

  /** The plot as SVG, with its numbers in words for those who cannot see it. */
  public String toSvg() {
    return chart().svg(sentences());
  }

  /** The plot in words: a sentence for each group. */
  @Override
  public String toString() {
    return (title.isBlank() ? "Box plot" : title) + "\n" + sentences();
  }

  /** The plot in all its forms, as a notebook shows it. */
  public MimeBundle bundle() {
    return Pictures.bundle(chart(), PlotlyBoxes.of(title, xTitle, yTitle, boxes), toString());
  }

  private String sentences() {
    return boxes.stream().map(BoxStats::sentence).collect(Collectors.joining("\n"));
  }

  private Chart chart() {
    List<Chart.Box> drawn = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      drawn.add(new Chart.Box(i, BOX_WIDTH, boxes.get(i), boxes.size() < MANY_GROUPS ? i : 0));
    }
    List<String> labels = boxes.stream().map(BoxStats::label).toList();
    return new Chart(
        title,
        Chart.Axis.categories(xTitle, labels),
        Chart.Axis.numbers(yTitle),
        List.of(new Chart.Boxes("", drawn)),
        false,
        Chart.WIDTH,
        Chart.HEIGHT);
  }
}
