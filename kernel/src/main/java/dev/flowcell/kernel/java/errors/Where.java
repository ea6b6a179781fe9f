package dev.flowcell.kernel.java.errors;

import dev.flowcell.kernel.java.classes.Snippets;
import java.util.Collection;
import java.util.List;
import jdk.jshell.Snippet;

/**
 * Which lines of cells notes are about.
 *
 * @param here what errors call the cell that runs; the lines of others are told with their names
 */
record Where(Snippets snippets, String here) {

  /** Whether that cell has declared it last. */
  boolean isHere(Snippet snippet) {
    Snippets.Place place = snippets.of(snippet);
    return place != null && place.code().file().equals(here);
  }

  /** To stand before a sentence: the lines of positions in a snippet; nothing without any. */
  String lines(Snippet snippet, List<Integer> positions) {
    String line = line(snippet, positions);
    return line.isEmpty() ? "" : line + ": ";
  }

  /** The lines alone. */
  String line(Snippet snippet, List<Integer> positions) {
    Snippets.Place place = snippets.of(snippet);
    if (place == null || positions.isEmpty()) {
      return "";
    }
    List<String> lines =
        positions.stream()
            .map(position -> place.code().line(place.offset() + position))
            .distinct()
            .sorted()
            .map(String::valueOf)
            .toList();
    return (isHere(snippet) ? "" : place.code().file() + " ")
        + (lines.size() == 1 ? "line " : "lines ")
        + listed(lines);
  }

  /** Words with an "and" before the last. */
  static String listed(Collection<String> words) {
    return String.join(", ", words).replaceFirst("(.*), (.*)", "$1 and $2"); // the last comma
  }
}
