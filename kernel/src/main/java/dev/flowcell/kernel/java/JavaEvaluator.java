package dev.flowcell.kernel.java;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Completeness;
import dev.flowcell.cell.Completion;
import dev.flowcell.cell.Evaluation;
import dev.flowcell.cell.MimeBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Java as JShell understands it, in the kernel's own JVM. Cell code runs on a thread of its own;
 * completion, inspection and interrupt may be called from any thread while a cell runs.
 */
public final class JavaEvaluator implements CellEvaluator, AutoCloseable {

  /**
   * Opens a session.
   *
   * @param imports what every cell sees beside JShell's default imports, each as it stands behind
   *     {@code import}, such as {@code static dev.flowcell.Flowcell.*}
   * @param display shows a value in the cell, for calls such as {@code Plot.show(figure)}
   * @param notes takes a note to the user, one line with its line end, for the cell's stderr
   */
  public JavaEvaluator(List<String> imports, Consumer<Object> display, Consumer<String> notes) {}

  @Override
  public Evaluation evaluate(CellSource cell, String java) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> variableType(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CellError describe(Throwable thrown) {
    throw new UnsupportedOperationException();
  }

  /** Stops the evaluation that runs; returns at once, and does nothing where none runs. */
  public void interrupt() {}

  /** What can stand at the cursor; answers within about a second, with nothing if need be. */
  public Completion complete(String code, int cursor) {
    return Completion.none(cursor);
  }

  /** What is known of the word at the cursor; empty where nothing is. */
  public Optional<MimeBundle> inspect(String code, int cursor, boolean detailed) {
    return Optional.empty();
  }

  /** Whether code can be run as it stands. */
  public Completeness isComplete(String code) {
    return Completeness.COMPLETE;
  }

  /** Makes a jar or a folder of classes visible to the cells that follow. */
  public void addToClasspath(Path jarOrFolder) {}

  /** Ends the session. */
  @Override
  public void close() {}
}
