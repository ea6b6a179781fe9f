package dev.flowcell.cell;

import java.util.List;
import java.util.Map;

/**
 * What can stand at the cursor.
 *
 * @param matches texts to put in the place of {@code start} to {@code end}
 * @param start first character replaced, as a Java string index
 * @param end the character behind the last one replaced
 * @param notes what is to be said of some of the matches
 */
public record Completion(List<String> matches, int start, int end, Map<String, Note> notes) {

  public Completion {
    matches = List.copyOf(matches);
    notes = Map.copyOf(notes);
  }

  /** Matches that speak for themselves. */
  public Completion(List<String> matches, int start, int end) {
    this(matches, start, end, Map.of());
  }

  /** The same matches with other notes. */
  public Completion with(Map<String, Note> others) {
    return new Completion(matches, start, end, others);
  }

  /**
   * What is said of a match.
   *
   * @param kind what it is, in one word
   * @param text more, on one line
   */
  public record Note(String kind, String text) {}

  /** No proposal at that place. */
  public static Completion none(int cursor) {
    return new Completion(List.of(), cursor, cursor);
  }
}
