package dev.flowcell.cell;

import java.util.List;

/**
 * What can stand at the cursor.
 *
 * @param matches texts to put in the place of {@code start} to {@code end}
 * @param start first character replaced, as a Java string index
 * @param end the character behind the last one replaced
 */
public record Completion(List<String> matches, int start, int end) {

  public Completion {
    matches = List.copyOf(matches);
  }

  /** No proposal at that place. */
  public static Completion none(int cursor) {
    return new Completion(List.of(), cursor, cursor);
  }
}
