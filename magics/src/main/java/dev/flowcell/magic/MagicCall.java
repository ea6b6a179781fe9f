package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.CellScanner.MagicLine;
import dev.flowcell.magic.syntax.UsageException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One use of a magic.
 *
 * @param context what it works with
 * @param magics the list it stands in
 * @param line where it stands
 * @param verb the word it began with, or empty
 * @param arguments what else its line says
 * @param java runs what is left to it as Java: the rest of its line, or the rest of its cell
 * @param rest the rest of its line, as it is written
 * @param text what stands below it, where that is no Java
 * @param cells runs the text of another cell, magics included
 */
record MagicCall(
    MagicContext context,
    StandardMagics magics,
    MagicLine line,
    String verb,
    Arguments arguments,
    Supplier<CellResult> java,
    String rest,
    String text,
    Function<CellSource, CellResult> cells) {

  /** The first word without a name. */
  Optional<Arguments.Given> word() {
    return arguments.words().stream().findFirst();
  }

  /** Ends with a value, shown as any value of a cell. */
  CellResult value(Object value) {
    return new CellResult.Value(context.renderers().render(value), value);
  }

  /** Ends with text in letters of one width. */
  CellResult text(String text) {
    return new CellResult.Value(Texts.bundle(text));
  }

  /** An error of the whole line. */
  UsageException wrong(String message) {
    return new UsageException(message, line.percent(), line.end());
  }
}
