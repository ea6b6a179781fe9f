package dev.flowcell.render.chart;

import dev.flowcell.cell.MimeBundle;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A plot: as a cell's value it is shown as a picture, and it can be saved as one. Each change is a
 * new plot, the former one stays as it is. It draws what its table holds when it is shown or saved.
 *
 * @param <P> the kind of plot
 */
public sealed interface Picture<P extends Picture<P>>
    permits BarPlot, BoxPlot, Histogram, LinePlot, ScatterPlot {

  /** Its titles, colours and size. */
  Style style();

  /** This plot in another style. */
  P with(Style style);

  /** What is drawn. */
  Chart chart();

  /** This plot with a title above it. */
  default P title(String title) {
    return with(style().withTitle(title));
  }

  /** This plot with a title below it, instead of the name of what is drawn across. */
  default P xTitle(String title) {
    return with(style().withXTitle(title));
  }

  /** This plot with a title beside it, instead of the name of what is drawn up. */
  default P yTitle(String title) {
    return with(style().withYTitle(title));
  }

  /**
   * This plot in other colours, for its groups in their order.
   *
   * @param colors such as {@code "#2f6db3"} or {@code "orange"}
   * @throws IllegalArgumentException if one of them is no colour
   */
  default P colors(String... colors) {
    return with(style().withColors(List.of(colors)));
  }

  /**
   * This plot in another size, in pixels of the page; files have twice as many.
   *
   * @throws IllegalArgumentException if a side is shorter than 200 or longer than 4000
   */
  default P size(int width, int height) {
    return with(style().withSize(width, height));
  }

  /**
   * Saves the plot as a picture.
   *
   * @param file a name that ends in {@code .png} or {@code .svg}
   * @throws IllegalArgumentException if it ends otherwise
   * @throws UncheckedIOException if the file cannot be written, with what to do about it
   */
  default void save(String file) {
    PictureFile.write(file, this::toPng, this::toSvg);
  }

  /** Saves the plot as {@link #save(String)} does. */
  default void save(Path file) {
    PictureFile.write(file, this::toPng, this::toSvg);
  }

  /** The plot as PNG, at twice its size so that it is sharp on any screen. */
  default byte[] toPng() {
    return chart().png();
  }

  /** The plot as SVG, with its numbers in words for those who cannot see it. */
  default String toSvg() {
    Chart chart = chart();
    return chart.svg(ChartWords.of(chart));
  }

  /** The plot in all its forms, as a notebook shows it. */
  default MimeBundle bundle() {
    Chart chart = chart();
    return Pictures.bundle(chart, PlotlyChart.of(chart), Pictures.words(this, chart));
  }
}
