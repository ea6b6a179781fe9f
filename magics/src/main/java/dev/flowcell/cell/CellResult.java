package dev.flowcell.cell;

import org.jspecify.annotations.Nullable;

/** How a cell ended. */
public sealed interface CellResult {

  /** It ran to its end and its last expression had no value. */
  record Done() implements CellResult {}

  /**
   * It ran to its end.
   *
   * @param bundle its last expression's value, as it is shown
   * @param value that value itself, for code that asks for it; null where there is none
   */
  record Value(MimeBundle bundle, @Nullable Object value) implements CellResult {

    /** A value that is shown and nothing else. */
    public Value(MimeBundle bundle) {
      this(bundle, null);
    }
  }

  /** It stopped with an error, an interrupt among them. */
  record Failed(CellError error) implements CellResult {}
}
