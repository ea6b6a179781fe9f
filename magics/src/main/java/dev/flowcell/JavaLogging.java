package dev.flowcell;

import dev.flowcell.run.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Takes what is logged through java.util.logging, from {@code INFO} up. It stands in the place of
 * the JDK's console handler, which would print each line a second time. Thread-safe.
 */
final class JavaLogging extends Handler {

  private final SessionLog log;
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Logger root = Logger.getLogger("");
  private final List<Handler> replaced = new ArrayList<>();

  private JavaLogging(SessionLog log) {
    this.log = log;
    setLevel(java.util.logging.Level.INFO);
  }

  /** Takes the log until it is closed. */
  static JavaLogging install(SessionLog log) {
    JavaLogging logging = new JavaLogging(log);
    for (Handler handler : logging.root.getHandlers()) {
      if (handler instanceof ConsoleHandler) {
        logging.replaced.add(handler);
        logging.root.removeHandler(handler);
      }
    }
    logging.root.addHandler(logging);
    return logging;
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    String logger = record.getLoggerName();
    log.ofLibrary(
        level(record.getLevel()),
        logger == null ? "" : logger,
        formatter.formatMessage(record),
        record.getThrown());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    replaced.forEach(root::addHandler);
  }

  private static Level level(java.util.logging.Level level) {
    int value = level.intValue();
    if (value >= java.util.logging.Level.SEVERE.intValue()) {
      return Level.ERROR;
    }
    if (value >= java.util.logging.Level.WARNING.intValue()) {
      return Level.WARN;
    }
    if (value >= java.util.logging.Level.INFO.intValue()) {
      return Level.INFO;
    }
    return value >= java.util.logging.Level.FINE.intValue() ? Level.DEBUG : Level.TRACE;
  }
}
