package dev.flowcell.run;

/** How grave a log line is. */
public enum Level {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR;

  /** Whether this is that level or a graver one. */
  public boolean isAtLeast(Level other) {
    return compareTo(other) >= 0;
  }
}
