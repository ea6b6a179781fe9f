package dev.flowcell.render.value;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.Html;
import dev.flowcell.render.value.TableView.Cell;
import dev.flowcell.render.value.TableView.ColumnView;
import dev.flowcell.stats.Description;
import tech.tablesaw.api.Table;

/**
 * Shows what has rows and columns: a bare HTML table, which every viewer styles well in light and
 * dark, and its text twin with the same numbers.
 */
final class TableRenderer {

  private TableRenderer() {}

  static MimeBundle render(Table table, TableLimits limits) {
    return render(TableView.of(Grids.of(table), limits, table instanceof Description));
  }

  static MimeBundle render(Grid grid, TableLimits limits) {
    return render(TableView.of(grid, limits, false));
  }

  private static MimeBundle render(TableView view) {
    return MimeBundle.html(html(view), text(view));
  }

  private static String html(TableView view) {
    StringBuilder out = new StringBuilder(4_096);
    out.append("<div><table border=\"1\" class=\"dataframe\"><thead><tr>");
    for (ColumnView column : view.columns()) {
      out.append("<th").append(alignment(column)).append('>');
      out.append(Html.text(column.name())).append("</th>");
    }
    out.append("</tr></thead><tbody>");
    for (int row = 0; row < view.rows(); row++) {
      out.append("<tr>");
      for (ColumnView column : view.columns()) {
        out.append("<td").append(alignment(column)).append('>');
        cell(column.cells().get(row), out);
        out.append("</td>");
      }
      out.append("</tr>");
    }
    out.append("</tbody></table>");
    if (!view.size().isEmpty()) {
      out.append("<div>").append(Html.text(size(view))).append("</div>");
    }
    return out.append("</div>").toString();
  }

  private static String alignment(ColumnView column) {
    return column.isNumeric() ? " style=\"text-align:right\"" : " style=\"text-align:left\"";
  }

  private static void cell(Cell cell, StringBuilder out) {
    if (cell.isMissing()) {
      out.append("<span style=\"opacity:0.5\">").append(Html.text(cell.text())).append("</span>");
    } else {
      out.append(Html.text(cell.text()));
    }
  }

  private static String text(TableView view) {
    int[] widths = view.columns().stream().mapToInt(TableRenderer::width).toArray();
    StringBuilder out = new StringBuilder();
    for (int row = -1; row < view.rows(); row++) {
      out.append(row < 0 ? "" : "\n");
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        ColumnView column = view.columns().get(i);
        String text = row < 0 ? column.name() : column.cells().get(row).text();
        String space = " ".repeat(widths[i] - text.length());
        line.append(i == 0 ? "" : "  ");
        line.append(column.isNumeric() ? space + text : text + space);
      }
      out.append(line.toString().stripTrailing());
    }
    if (!view.size().isEmpty()) {
      out.append("\n\n").append(size(view));
    }
    return out.toString();
  }

  private static int width(ColumnView column) {
    return column.cells().stream()
        .mapToInt(cell -> cell.text().length())
        .reduce(column.name().length(), Math::max);
  }

  private static String size(TableView view) {
    return view.name().isEmpty() ? view.size() : view.name() + ": " + view.size();
  }
}
