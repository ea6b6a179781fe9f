package dev.flowcell.kernel.app;

import dev.flowcell.cell.CellError;
import dev.flowcell.notebook.Notebook;
import dev.flowcell.notebook.NotebookCell;
import dev.flowcell.notebook.NotebookRun;
import dev.flowcell.notebook.NotebookRun.Ending;
import dev.flowcell.notebook.Output;
import dev.flowcell.run.FlowRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever started a run how it goes on: a line for each cell, which on a terminal also shows
 * what the cell's flow is doing. Thread-safe.
 */
final class RunProgress implements NotebookRun.Watcher {

  /** How much of a cell's first line is shown. */
  private static final int WIDTH = 56;

  /** Goes to the beginning of a terminal's line and clears it (ECMA-48, EL). */
  private static final String AGAIN = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean isTerminal;
  private final long cells;
  private final Instant began = Instant.now();
  private Instant cellBegan = began;
  private @Nullable NotebookCell running;

  /**
   * Writes to somebody who watches, or to a file.
   *
   * @param isTerminal whether a line may be written again
   */
  RunProgress(PrintWriter out, boolean isTerminal, Notebook notebook) {
    this.out = out;
    this.isTerminal = isTerminal;
    cells = notebook.cells().stream().filter(NotebookCell::isCode).count();
  }

  @Override
  public synchronized void began(NotebookCell cell) {
    cellBegan = Instant.now();
    running = cell;
    line(cell, firstLine(cell.source()));
    out.flush();
  }

  private void line(NotebookCell cell, String text) {
    out.printf("[%d/%d] %-" + WIDTH + "s ", cell.number(), cells, text);
  }

  /** Shows on a terminal how long the cell runs by now, and the newest that it has displayed. */
  synchronized void tick() {
    NotebookCell cell = running;
    if (cell == null || !isTerminal) {
      return;
    }
    out.print(AGAIN);
    line(cell, newest(cell).orElseGet(() -> firstLine(cell.source())));
    out.printf("%8s", since(cellBegan));
    out.flush();
  }

  private static Optional<String> newest(NotebookCell cell) {
    List<Output> outputs = cell.outputs();
    return outputs.isEmpty()
            || !(outputs.get(outputs.size() - 1) instanceof Output.Displayed displayed)
        ? Optional.empty()
        : Optional.of(firstLine(displayed.bundle().text())).filter(text -> !text.isEmpty());
  }

  private static String firstLine(String text) {
    String line =
        text.lines().map(String::strip).filter(one -> !one.isEmpty()).findFirst().orElse("");
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
  }

  @Override
  public synchronized void ended(NotebookCell cell, Optional<CellError> error) {
    running = null;
    if (isTerminal) {
      out.print(AGAIN);
      line(cell, firstLine(cell.source()));
    }
    out.printf("%8s%s%n", since(cellBegan), error.isPresent() ? "  ✗ failed" : "");
    error.ifPresent(what -> what.traceback().forEach(line -> out.println("    " + line)));
    out.flush();
  }

  /** Says something in a line of its own. */
  synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Says how it has ended. */
  void summary(Ending ending, String reason, List<FlowRun> flowRuns) {
    for (FlowRun run : flowRuns) {
      say("%s  %s %s".formatted(run.state().name(), run.flow(), run.shortId()));
    }
    NotebookCell failed = ending.failed();
    say(
        failed == null
            ? "✓ all cells were run in " + since(began)
            : "✗ In [%d]: %s (%s)".formatted(failed.number(), reason, since(began)));
  }

  private static String since(Instant start) {
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
