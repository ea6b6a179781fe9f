package dev.flowcell.store.jdbc;

/** A database that is there but not ours to use; the message says why and what to do. */
final class UnusableDatabaseException extends Exception {

  private static final long serialVersionUID = 1L;

  UnusableDatabaseException(String message) {
    super(message);
  }
}
