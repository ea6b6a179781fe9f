package dev.flowcell.notebook;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the code cells of a notebook from top to bottom, as Jupyter's own clients do: a cell that
 * fails ends the run, unless it is tagged {@code raises-exception}, and one tagged {@code
 * skip-execution} is left out. For one thread; {@link #show} and {@link #stop} may be called from
 * any.
 */
public final class NotebookRun {

  /** Runs one cell; never throws for what user code does. */
  @FunctionalInterface
  public interface Code {
    CellResult run(CellSource cell, CellOutput output, CellInput input);
  }

  /** Is told how the run goes on, on its thread. */
  public interface Watcher {

    /** A cell is about to run. */
    void began(NotebookCell cell);

    /** It has run. */
    void ended(NotebookCell cell, Optional<CellError> error);
  }

  /**
   * How a run has ended.
   *
   * @param failed the cell whose error ended it, or null where all were run
   * @param error that error, or null
   */
  public record Ending(@Nullable NotebookCell failed, @Nullable CellError error) {

    /** Whether all cells were run. */
    public boolean isComplete() {
      return failed == null;
    }

    /** Whether somebody has stopped it. */
    public boolean isInterrupted() {
      return error != null && error.name().equals(CellError.INTERRUPTED);
    }
  }

  private static final Ending ALL_RUN = new Ending(null, null);

  /** The tag of a cell that a run has added at the end. */
  private static final String ADDED = "flowcell-run";

  private final Notebook notebook;
  private final Code code;
  private final Watcher watcher;
  private final boolean allowErrors;
  private final Map<String, List<OutputRecorder>> displays = new HashMap<>();
  private final List<OutputRecorder> outputs = new CopyOnWriteArrayList<>();
  private int number;
  private volatile boolean stopped;

  /**
   * A run of a notebook, whose outputs of earlier runs are forgotten.
   *
   * @param allowErrors whether the cells behind one that fails are run all the same
   */
  public NotebookRun(Notebook notebook, Code code, Watcher watcher, boolean allowErrors) {
    this.notebook = notebook;
    this.code = code;
    this.watcher = watcher;
    this.allowErrors = allowErrors;
    notebook.cells().forEach(NotebookCell::clear);
  }

  /**
   * Runs all cells.
   *
   * @param injected gives the source of a cell to put behind one that has run, tagged {@value
   *     NotebookCell#INJECTED}, or nothing
   */
  public Ending run(Function<NotebookCell, Optional<String>> injected) {
    for (NotebookCell cell : notebook.cells()) {
      Ending ending = runUnlessLeftOut(cell);
      Optional<String> source = ending.isComplete() ? injected.apply(cell) : Optional.empty();
      if (source.isPresent()) {
        ending = runUnlessLeftOut(notebook.insertBehind(cell, source.get(), NotebookCell.INJECTED));
      }
      if (!ending.isComplete()) {
        return ending;
      }
    }
    return ALL_RUN;
  }

  /** Adds a code cell at the end of the notebook and runs it. */
  public Ending append(String source) {
    List<NotebookCell> cells = notebook.cells();
    return runUnlessLeftOut(notebook.insertBehind(cells.get(cells.size() - 1), source, ADDED));
  }

  /** From now on no further cell is begun. */
  public void stop() {
    stopped = true;
  }

  private Ending runUnlessLeftOut(NotebookCell cell) {
    if (stopped) {
      return new Ending(cell, CellError.interrupted());
    }
    Optional<CellError> error = cell.isRun() ? run(cell) : Optional.empty();
    return error.isEmpty() || isAllowed(cell, error.get())
        ? ALL_RUN
        : new Ending(cell, error.get());
  }

  private boolean isAllowed(NotebookCell cell, CellError error) {
    return (allowErrors || cell.mayFail()) && !error.name().equals(CellError.INTERRUPTED);
  }

  private Optional<CellError> run(NotebookCell cell) {
    cell.begin(++number);
    watcher.began(cell);
    OutputRecorder output = new OutputRecorder(cell, displays);
    outputs.add(output);
    CellSource source = new CellSource(cell.id(), number, cell.source());
    CellResult result = code.run(source, output, CellInput.NONE);
    Optional<CellError> error = Optional.empty();
    if (result instanceof CellResult.Value value) {
      output.add(new Output.Result(value.bundle()));
    } else if (result instanceof CellResult.Failed failed) {
      output.add(new Output.Failure(failed.error()));
      error = Optional.of(failed.error());
    }
    output.show();
    watcher.ended(cell, error);
    return error;
  }

  /** Brings the cells up to date with what has been printed so far. */
  public void show() {
    outputs.forEach(OutputRecorder::show);
  }
}
