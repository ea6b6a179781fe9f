package dev.flowcell.store;

import org.jspecify.annotations.Nullable;

/** Runs could not be read; the message says from where, why, and what to do. */
public final class RunStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RunStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
