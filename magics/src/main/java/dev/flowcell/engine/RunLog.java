package dev.flowcell.engine;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Takes down what runs print and log. Thread-safe. */
final class RunLog {

  /** The logger's name where it is not the run's code that has something to say. */
  static final String OURS = "flowcell";

  private final Chronicle chronicle;
  private final Clock clock;

  /** Set while the listener takes a line: what it logs or prints itself is no line of the run. */
  private final ThreadLocal<@Nullable Boolean> logging = new ThreadLocal<>();

  RunLog(Chronicle chronicle, Clock clock) {
    this.chronicle = chronicle;
    this.clock = clock;
  }

  /** Takes the lines that end within what the run prints. */
  void printed(ActiveRun run, CellOutput.Stream stream, String text) {
    if (logging.get() == null) {
      run.printed.complete(stream, text).forEach(line -> takePrinted(run, stream, line));
    }
  }

  /** Takes a line that the run logs. */
  void logged(ActiveRun run, Level level, String logger, String message) {
    if (logging.get() == null) {
      take(run, level, logger, message);
    }
  }

  /** Takes the lines down that the run has begun to print and will not end. */
  void unended(ActiveRun run) {
    run.printed.takeUnended().forEach(line -> takePrinted(run, line.stream(), line.text()));
  }

  private void takePrinted(ActiveRun run, CellOutput.Stream stream, String line) {
    boolean out = stream == CellOutput.Stream.STDOUT;
    take(run, out ? Level.INFO : Level.ERROR, out ? LogLine.STDOUT : LogLine.STDERR, line);
  }

  private void take(ActiveRun run, Level level, String logger, String message) {
    ActiveRun flow = run.flow();
    String flowId = flow == null ? null : flow.id;
    String taskId = run.isFlow() ? null : run.id;
    logging.set(true);
    try {
      chronicle.tell(
          run,
          new RunEvent.Logged(
              new LogLine(clock.instant(), level, logger, message, flowId, taskId, run.attempt())));
    } finally {
      logging.remove();
    }
  }
}
