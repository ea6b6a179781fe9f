package dev.flowcell.cell;

import org.jspecify.annotations.Nullable;

/**
 * Where the output of one cell goes. Safe for use by many threads; what one thread sends keeps its
 * order. Output that comes after the cell has ended still goes to that cell.
 */
public interface CellOutput {

  /** Keeps nothing of what it is given. */
  CellOutput NONE = NoOutput.INSTANCE;

  /** The two streams of a cell. */
  enum Stream {
    STDOUT,
    STDERR
  }

  /** Appends text to a stream of the cell, at once. */
  void print(Stream stream, String text);

  /**
   * Shows a bundle below what is there.
   *
   * @param displayId a name for later {@link #update updates}, or null
   */
  void display(MimeBundle bundle, @Nullable String displayId);

  /** Replaces what the display of that id shows, wherever it stands. */
  void update(String displayId, MimeBundle bundle);

  /**
   * Removes the cell's output.
   *
   * @param wait whether the old output stays until the next one arrives
   */
  void clear(boolean wait);
}
