package dev.flowcell.kernel.java.errors;

import dev.flowcell.kernel.java.code.Place;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of cells notes are about.
 *
 * @param here what errors call the cell that runs; the lines of others are told with their names
 */
record Where(Function<Snippet, @Nullable Place> places, String here) {

  /** Whether that cell has declared it last. */
  boolean isHere(Snippet snippet) {
    Place place = places.apply(snippet);
    return place != null && place.code().file().equals(here);
  }

  /** To stand before a sentence: the lines of positions in a snippet; nothing without any. */
  String lines(Snippet snippet, List<Integer> positions) {
    String line = line(snippet, positions);
    return line.isEmpty() ? "" : line + ": ";
  }

  /** The lines alone. */
  String line(Snippet snippet, List<Integer> positions) {
    Place place = places.apply(snippet);
    if (place == null || positions.isEmpty()) {
      return "";
    }
    List<String> lines =
        positions.stream().map(place::line).distinct().sorted().map(String::valueOf).toList();
    return (isHere(snippet) ? "" : place.code().file() + " ")
        + (lines.size() == 1 ? "line " : "lines ")
        + listed(lines);
  }

  /** Words with an "and" before the last. */
  static String listed(Collection<String> words) {
    return String.join(", ", words).replaceFirst("(.*), (.*)", "$1 and $2"); // the last comma
  }
}
