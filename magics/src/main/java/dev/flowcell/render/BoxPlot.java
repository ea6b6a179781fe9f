package dev.flowcell.render;

import dev.flowcell.cell.MimeBundle;
import java.nio.file.Path;
import tech.tablesaw.api.Table;

/** A box plot. Immutable. */
public final class BoxPlot extends tech.tablesaw.plotly.api.BoxPlot {

  private BoxPlot() {}

  /** One box of all values of a column. */
  public static BoxPlot of(Table table, String value) {
    return new BoxPlot();
  }

  /** A box of a column's values for each group. */
  public static BoxPlot of(Table table, String group, String value) {
    return new BoxPlot();
  }

  /** This plot with a title. */
  public BoxPlot title(String title) {
    return this;
  }

  /** This plot with a title of its horizontal axis. */
  public BoxPlot xTitle(String title) {
    return this;
  }

  /** This plot with a title of its vertical axis. */
  public BoxPlot yTitle(String title) {
    return this;
  }

  /** Saves the plot as a picture. */
  public void save(String file) {
    save(Path.of(file));
  }

  /** Saves the plot as a picture. */
  public void save(Path file) {
    throw new UnsupportedOperationException(file.toString());
  }

  /** The plot as PNG, at twice its size. */
  public byte[] toPng() {
    throw new UnsupportedOperationException();
  }

  /** The plot in all its forms. */
  MimeBundle bundle() {
    return MimeBundle.text("box plot");
  }
}
