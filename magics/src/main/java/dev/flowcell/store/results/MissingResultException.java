package dev.flowcell.store.results;

/** A stored value can't be had any more. The message says why. */
public final class MissingResultException extends Exception {

  private static final long serialVersionUID = 1L;

  public MissingResultException(String message) {
    super(message);
  }

  MissingResultException(String message, Throwable cause) {
    super(message, cause);
  }
}
