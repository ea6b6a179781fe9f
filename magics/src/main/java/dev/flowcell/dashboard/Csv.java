package dev.flowcell.dashboard;

import java.util.List;
import java.util.stream.Collectors;

/** Tables for spreadsheets, as RFC 4180 has them. */
final class Csv {

  private Csv() {}

  static String of(List<List<String>> rows) {
    return rows.stream().map(Csv::line).collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  private static String line(List<String> row) {
    return row.stream().map(Csv::cell).collect(Collectors.joining(","));
  }

  /** A spreadsheet would run what begins like a formula: a quote before it makes it text. */
  private static String cell(String raw) {
    String text = !raw.isEmpty() && "=+-@\t\r".indexOf(raw.charAt(0)) >= 0 ? "'" + raw : raw;
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
