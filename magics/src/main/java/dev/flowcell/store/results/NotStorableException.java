package dev.flowcell.store.results;

/** A value can't be stored. The message names the type that stands in the way, and why. */
public final class NotStorableException extends Exception {

  private static final long serialVersionUID = 1L;

  NotStorableException(String message) {
    super(message);
  }

  NotStorableException(String message, Throwable cause) {
    super(message, cause);
  }
}
