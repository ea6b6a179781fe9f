package dev.flowcell;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.engine.Engine;
import dev.flowcell.run.Level;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Where log lines go: into the thread's run, and outside runs to the cell. Thread-safe. */
final class SessionLog {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Engine engine;
  private final CellEvaluator evaluator;
  private final Clock clock;

  SessionLog(Engine engine, CellEvaluator evaluator, Clock clock) {
    this.engine = engine;
    this.evaluator = evaluator;
    this.clock = clock;
  }

  /** A line that a cell wrote by itself: outside a run, too, it is shown. */
  void ofUser(Level level, String logger, @Nullable String message, @Nullable Throwable thrown) {
    String text = text(message, thrown);
    if (!engine.log(level, logger, text)) {
      print(level, text);
    }
  }

  /** A library's line: outside a run only warnings and errors are worth a cell's room. */
  void ofLibrary(Level level, String logger, @Nullable String message, @Nullable Throwable thrown) {
    String text = text(message, thrown);
    if (!engine.log(level, logger, text) && level.isAtLeast(Level.WARN) && !Engine.isOwnThread()) {
      print(level, logger + ": " + text);
    }
  }

  private void print(Level level, String text) {
    String time = TIME.format(clock.instant().atZone(ZoneId.systemDefault()));
    String line = "%s %-5s %s%n".formatted(time, level, text);
    engine.output().print(CellOutput.Stream.STDERR, line);
  }

  private String text(@Nullable String message, @Nullable Throwable thrown) {
    if (thrown == null) {
      return String.valueOf(message);
    }
    return message + "\n" + trace(thrown);
  }

  private String trace(Throwable thrown) {
    try {
      return String.join("\n", evaluator.describe(thrown).traceback());
    } catch (RuntimeException e) {
      // getMessage is the code of a user or library
      return thrown.getClass().getName();
    }
  }
}
