package dev.flowcell.store.journal;

import java.util.Comparator;

/**
 * A place in a journal: between two events, or at either end.
 *
 * @param segment the file, counted from 0
 * @param offset in that file, in bytes
 */
public record Position(int segment, long offset) implements Comparable<Position> {

  /** Before the first event of any journal. */
  public static final Position START = new Position(0, 0);

  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::segment).thenComparingLong(Position::offset);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
