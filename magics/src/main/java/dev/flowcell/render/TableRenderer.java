package dev.flowcell.render;

import dev.flowcell.cell.MimeBundle;
import tech.tablesaw.api.Table;

/** Shows a Tablesaw table: an HTML table with its text twin. */
final class TableRenderer {

  private TableRenderer() {}

  static MimeBundle render(Table table) {
    return MimeBundle.html("<div>" + Html.text(table.print()) + "</div>", table.print());
  }
}
