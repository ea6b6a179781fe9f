package dev.flowcell.cell;

import org.jspecify.annotations.Nullable;

/** How a piece of Java code ended. */
public sealed interface Evaluation {

  /** The last snippet was an expression; this is its live value. */
  record Value(@Nullable Object value) implements Evaluation {}

  /** It ran to its end and has no value. */
  record Nothing() implements Evaluation {}

  /**
   * It did not compile, threw, or was interrupted.
   *
   * @param error ready to be shown
   * @param thrown what the code threw, or null where it did not get so far
   */
  record Failed(CellError error, @Nullable Throwable thrown) implements Evaluation {}
}
