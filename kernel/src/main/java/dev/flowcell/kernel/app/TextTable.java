package dev.flowcell.kernel.app;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

/** Rows of words in columns, as a terminal shows them. */
final class TextTable {

  private TextTable() {}

  private static final int GAP = 2;

  /** No column is made narrower: a day and its time. */
  private static final int NARROW = 19;

  /**
   * Prints rows, the header first.
   *
   * @param width how long a line may be; what does not fit is cut in the widest columns, and where
   *     that is not enough, the last columns are left out
   */
  static void print(List<List<String>> rows, int width, PrintWriter out) {
    int[] widths = widths(rows, width);
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = cut(row.get(i), widths[i]);
        line.append(cell).append(" ".repeat(widths[i] - cell.length() + GAP));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static int[] widths(List<List<String>> rows, int width) {
    int columns = rows.get(0).size();
    int[] widths = widths(rows, width, columns);
    while (columns > 1 && length(widths) > width) {
      columns--;
      widths = widths(rows, width, columns);
    }
    return widths;
  }

  private static int[] widths(List<List<String>> rows, int width, int columns) {
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    long length = length(widths);
    int widest = widest(widths);
    while (length > width && widths[widest] > NARROW) {
      widths[widest]--;
      length--;
      widest = widest(widths);
    }
    return widths;
  }

  private static long length(int[] widths) {
    return Arrays.stream(widths).asLongStream().sum() + GAP * (widths.length - 1L);
  }

  private static int widest(int[] widths) {
    int widest = 0;
    for (int i = 1; i < widths.length; i++) {
      widest = widths[i] > widths[widest] ? i : widest;
    }
    return widest;
  }

  private static String cut(String cell, int width) {
    return cell.length() <= width ? cell : cell.substring(0, width - 1) + "…";
  }

  /** What may stand in a row: a text in one line. */
  static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
