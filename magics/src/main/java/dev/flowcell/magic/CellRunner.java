package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Completion;
import dev.flowcell.cell.MimeBundle;
import java.util.Optional;

/**
 * Runs cells that may hold magic lines. One cell runs at a time; completion, inspection and
 * blanking may be asked for from any thread meanwhile.
 */
public final class CellRunner {

  public CellRunner(MagicContext context) {}

  /** Runs a cell to its end; never throws for what user code does. */
  public CellResult run(CellSource cell) {
    throw new UnsupportedOperationException();
  }

  /** The code with its magics blanked: what is left is Java, at the same lines and columns. */
  public String blankMagics(String code) {
    return code;
  }

  /** What can stand at the cursor; empty where the cursor is not in a magic line. */
  public Optional<Completion> complete(String code, int cursor) {
    return Optional.empty();
  }

  /** The help of the magic at the cursor; empty where the cursor is not in a magic line. */
  public Optional<MimeBundle> inspect(String code, int cursor) {
    return Optional.empty();
  }
}
