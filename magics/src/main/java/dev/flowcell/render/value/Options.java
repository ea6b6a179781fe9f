package dev.flowcell.render.value;

import java.util.function.UnaryOperator;

/**
 * What a notebook may choose of how values are shown, under the names that rapaio's kernel has for
 * it. Thread-safe.
 */
public final class Options {

  private final Display display = new Display();
  private final Format format = new Format();
  private volatile TableLimits limits = TableLimits.STANDARD;

  Options() {}

  /** How much is shown. */
  public Display display() {
    return display;
  }

  TableLimits limits() {
    return limits;
  }

  private synchronized void change(UnaryOperator<TableLimits> change) {
    limits = change.apply(limits);
  }

  /** The number that stands for a limit: 0 for none. */
  private static int limit(String name, int most) {
    if (most < 0) {
      throw new IllegalArgumentException(
          "%s needs a number of 1 or more, or 0 for all there are, not %d".formatted(name, most));
    }
    return most == 0 ? Integer.MAX_VALUE : most;
  }

  private static int told(int limit) {
    return limit == Integer.MAX_VALUE ? 0 : limit;
  }

  @Override
  public String toString() {
    return """
        display.maxRows = %d
        display.maxCols = %d
        display.maxColWidth = %d
        display.format.na = "%s"\
        """
        .formatted(display.maxRows(), display.maxCols(), display.maxColWidth(), format.na());
  }

  /** How much of tables is shown, in each case 0 for all. */
  public final class Display {

    private Display() {}

    /** How many rows a table may have that is shown as a whole. */
    public int maxRows() {
      return told(limits.rows());
    }

    /** Of a table of more rows, as many are shown from its two ends. */
    public void maxRows(int most) {
      int rows = limit("maxRows", most);
      change(limits -> limits.withRows(rows));
    }

    /** How many columns a table may have that is shown as a whole. */
    public int maxCols() {
      return told(limits.columns());
    }

    /** Of a table of more columns, as many are shown from its two sides. */
    public void maxCols(int most) {
      int columns = limit("maxCols", most);
      change(limits -> limits.withColumns(columns));
    }

    /** Where the text of a cell is cut. */
    public int maxColWidth() {
      return told(limits.characters());
    }

    /** Cuts the text of a cell there. */
    public void maxColWidth(int most) {
      int characters = limit("maxColWidth", most);
      change(limits -> limits.withCharacters(characters));
    }

    /** What stands for values. */
    public Format format() {
      return format;
    }
  }

  /** What stands for values in tables. */
  public final class Format {

    private Format() {}

    /** What stands for a missing value; empty for {@code NaN} and {@code null}. */
    public String na() {
      return limits.missing();
    }

    /** Shows this for a missing value; empty for {@code NaN} and {@code null}. */
    public void na(String text) {
      change(limits -> limits.withMissing(text));
    }
  }
}
