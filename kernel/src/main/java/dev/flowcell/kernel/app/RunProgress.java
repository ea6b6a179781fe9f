package dev.flowcell.kernel.app;

import dev.flowcell.cell.CellError;
import dev.flowcell.notebook.Notebook;
import dev.flowcell.notebook.NotebookCell;
import dev.flowcell.notebook.NotebookRun;
import dev.flowcell.notebook.NotebookRun.Ending;
import dev.flowcell.run.FlowRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells whoever started a run how it goes on: a line for each cell. */
final class RunProgress implements NotebookRun.Watcher {

  /** How much of a cell's first line is shown. */
  private static final int WIDTH = 56;

  private final PrintWriter out;
  private final long cells;
  private final Instant began = Instant.now();
  private Instant cellBegan = began;

  RunProgress(PrintWriter out, Notebook notebook) {
    this.out = out;
    cells = notebook.cells().stream().filter(NotebookCell::isCode).count();
  }

  @Override
  public void began(NotebookCell cell) {
    cellBegan = Instant.now();
    out.printf("[%d/%d] %-" + WIDTH + "s ", cell.number(), cells, firstLine(cell));
    out.flush();
  }

  private static String firstLine(NotebookCell cell) {
    String line =
        cell.source()
            .lines()
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .findFirst()
            .orElse("");
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
  }

  @Override
  public void ended(NotebookCell cell, Optional<CellError> error) {
    out.printf("%8s%s%n", since(cellBegan), error.isPresent() ? "  ✗ failed" : "");
    error.ifPresent(what -> what.traceback().forEach(line -> out.println("    " + line)));
    out.flush();
  }

  /** Says something in a line of its own. */
  void say(String line) {
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
