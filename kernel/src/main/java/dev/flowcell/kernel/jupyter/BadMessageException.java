package dev.flowcell.kernel.jupyter;

import org.jspecify.annotations.Nullable;

/** Frames that are no message of ours; they are dropped. */
final class BadMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  BadMessageException(String message) {
    this(message, null);
  }

  BadMessageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
