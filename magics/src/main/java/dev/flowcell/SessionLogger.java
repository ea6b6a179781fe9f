package dev.flowcell;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** An SLF4J logger that writes to the open session. Thread-safe. */
final class SessionLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;

  private final Level lowest;
  private final boolean ofUser;

  private SessionLogger(String name, Level lowest, boolean ofUser) {
    this.name = name;
    this.lowest = lowest;
    this.ofUser = ofUser;
  }

  static SessionLogger ofLibrary(String name) {
    return new SessionLogger(name, Level.INFO, false);
  }

  /** The logger that a cell asks for by itself. */
  static SessionLogger ofRun(String name) {
    return new SessionLogger(name, Level.DEBUG, true);
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    Session session = Flowcell.opened();
    if (session == null) {
      return;
    }
    String message = MessageFormatter.basicArrayFormat(pattern, arguments);
    dev.flowcell.run.Level ours = dev.flowcell.run.Level.valueOf(level.name());
    if (ofUser) {
      session.log().ofUser(ours, name, message, thrown);
    } else {
      session.log().ofLibrary(ours, name, message, thrown);
    }
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return isEnabled(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return isEnabled(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isEnabled(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isEnabled(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isEnabled(Level.ERROR);
  }

  private boolean isEnabled(Level level) {
    return level.toInt() >= lowest.toInt();
  }
}
