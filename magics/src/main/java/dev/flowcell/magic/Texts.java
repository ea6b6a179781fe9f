package dev.flowcell.magic;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.Html;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** How magics write what they answer. */
final class Texts {

  /** What stands in a table's cell that has nothing to say. */
  static final String NOTHING = "–";

  /** Exported pages give {@code pre} the font of their prose. */
  private static final String MONOSPACED =
      "<pre style=\"font-family:Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:12px\">";

  private Texts() {}

  /** Text in letters of one width. */
  static MimeBundle bundle(String text) {
    return MimeBundle.html(preformatted(Html.text(text)), text);
  }

  /** Markup in letters of one width, its line ends kept. */
  static String preformatted(String html) {
    return MONOSPACED + html + "</pre>";
  }

  /** A table of texts; a renderer knows how to show it. */
  static Table table(List<String> header, List<List<String>> rows) {
    Table table = Table.create();
    for (int i = 0; i < header.size(); i++) {
      int column = i;
      table.addColumns(
          StringColumn.create(
              header.get(i), rows.stream().map(row -> filled(row.get(column))).toList()));
    }
    return table;
  }

  /** Words in columns, for help. */
  static String columns(List<List<String>> rows) {
    int width = rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(("  %-" + Math.max(1, width) + "s  %s").formatted(row.get(0), row.get(1)));
    }
    return String.join("\n", lines);
  }

  /** A duration as a magic line takes it, such as {@code 1500ms} or {@code 2m}. */
  static String option(Duration duration) {
    long millis = duration.toMillis();
    if (!duration.equals(Duration.ofMillis(millis))) {
      return duration.toString();
    }
    if (millis == 0 || millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    return seconds % 3600 == 0
        ? seconds / 3600 + "h"
        : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** A number without a point where it needs none. */
  static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }

  /** The text, or what stands for none. */
  static String filled(String text) {
    return text.isBlank() ? NOTHING : text;
  }
}
