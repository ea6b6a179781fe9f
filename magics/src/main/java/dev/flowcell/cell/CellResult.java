package dev.flowcell.cell;

/** How a cell ended. */
public sealed interface CellResult {

  /** It ran to its end and its last expression had no value. */
  record Done() implements CellResult {}

  /** It ran to its end; the bundle is its last expression's value. */
  record Value(MimeBundle bundle) implements CellResult {}

  /** It stopped with an error, an interrupt among them. */
  record Failed(CellError error) implements CellResult {}
}
