package dev.flowcell.kernel.app;

import dev.flowcell.Session;
import dev.flowcell.Settings;
import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.notebook.Notebook;
import dev.flowcell.notebook.NotebookCell;
import dev.flowcell.notebook.NotebookRun;
import dev.flowcell.parameter.Parameters;
import dev.flowcell.secret.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A notebook whose cells have been run for what they declare, with nobody in front of it. A cell
 * ends at its first call of a flow; behind such a cell others may miss what the flow would have
 * given them, so that only what does not compile is a fault there.
 */
final class LoadedNotebook implements AutoCloseable {

  private final NotebookSession session;
  private final List<String> faults;
  private final int cells;

  private LoadedNotebook(NotebookSession session, List<String> faults, int cells) {
    this.session = session;
    this.faults = faults;
    this.cells = cells;
  }

  /**
   * Runs the cells.
   *
   * @throws IOException when the file can't be read, or is no notebook
   */
  static LoadedNotebook of(Path file, Settings settings, Map<String, String> environment)
      throws IOException {
    Notebook notebook = Notebook.read(file);
    Parameters parameters = new Parameters(Map.of(), environment);
    NotebookSession session =
        NotebookSession.open(
            settings.withNotebook(file.toString()),
            parameters,
            Secrets.from(environment, settings.home()));
    Loading loading = new Loading(session);
    session.session().leaveFlowsOut(true);
    new NotebookRun(notebook, loading, loading, true).run(cell -> Optional.empty());
    session.session().leaveFlowsOut(false);
    return new LoadedNotebook(session, List.copyOf(loading.faults), notebook.cells().size());
  }

  /** What is wrong with it, a line for each cell that has failed. */
  List<String> faults() {
    return faults;
  }

  Session session() {
    return session.session();
  }

  /** Runs one more cell. */
  CellResult run(String text, CellOutput output) {
    return session.language().execute(new CellSource("", cells + 1, text), output, CellInput.NONE);
  }

  @Override
  public void close() {
    session.close();
  }

  private static final class Loading implements NotebookRun.Code, NotebookRun.Watcher {

    private final NotebookSession session;
    private final List<String> faults = new ArrayList<>();
    private boolean hasLeftOut;

    Loading(NotebookSession session) {
      this.session = session;
    }

    @Override
    public CellResult run(CellSource cell, CellOutput output, CellInput input) {
      return session.language().execute(cell, output, input);
    }

    @Override
    public void began(NotebookCell cell) {}

    @Override
    public void ended(NotebookCell cell, Optional<CellError> error) {
      error.ifPresent(failure -> judge(cell, failure));
    }

    private void judge(NotebookCell cell, CellError error) {
      if (error.name().equals(Session.LEFT_OUT)) {
        hasLeftOut = true;
      } else if (!cell.mayFail() && (!hasLeftOut || error.name().equals(CellError.NOT_COMPILED))) {
        faults.add("In [%d]: %s: %s".formatted(cell.number(), error.name(), error.message()));
      }
    }
  }
}
