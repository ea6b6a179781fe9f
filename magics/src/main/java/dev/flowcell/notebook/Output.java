package dev.flowcell.notebook;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import org.jspecify.annotations.Nullable;

/** One output of a code cell. */
public sealed interface Output {

  /** What was printed to one stream, in one piece. */
  record Printed(CellOutput.Stream stream, String text) implements Output {}

  /**
   * Something displayed.
   *
   * @param displayId by which it is updated, or null
   */
  record Displayed(MimeBundle bundle, @Nullable String displayId) implements Output {}

  /** The value of the cell's last expression. */
  record Result(MimeBundle bundle) implements Output {}

  /** The error that ended the cell. */
  record Failure(CellError error) implements Output {}
}
