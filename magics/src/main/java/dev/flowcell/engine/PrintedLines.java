package dev.flowcell.engine;

import dev.flowcell.cell.CellOutput.Stream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the pieces that threads print into lines, for each thread and stream apart. Thread-safe.
 */
final class PrintedLines {

  /** A line this long is taken as it is, so that a print without end does not fill the memory. */
  private static final int LONGEST = 1 << 16;

  private final Map<Writer, StringBuilder> begun = new LinkedHashMap<>();

  /** The lines that end within the text, without their line ends. */
  synchronized List<String> complete(Stream stream, String text) {
    Writer writer = new Writer(Thread.currentThread(), stream);
    List<String> lines = new ArrayList<>(1);
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      lines.add(withoutReturn(ending(writer, text.substring(start, end))));
      start = end + 1;
    }
    if (start < text.length()) {
      StringBuilder rest = begun.computeIfAbsent(writer, w -> new StringBuilder());
      rest.append(text, start, text.length());
      if (rest.length() >= LONGEST) {
        lines.add(ending(writer, ""));
      }
    }
    return lines;
  }

  /** Takes the lines that were begun and have not ended. */
  synchronized List<Unended> takeUnended() {
    if (begun.isEmpty()) {
      return List.of();
    }
    List<Unended> lines = new ArrayList<>();
    begun.forEach((writer, text) -> lines.add(new Unended(writer.stream, text.toString())));
    begun.clear();
    return lines;
  }

  private String ending(Writer writer, String end) {
    StringBuilder begin = begun.remove(writer);
    return begin == null ? end : begin.append(end).toString();
  }

  private static String withoutReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /** A line that has no end yet. */
  record Unended(Stream stream, String text) {}

  private record Writer(Thread thread, Stream stream) {}
}
