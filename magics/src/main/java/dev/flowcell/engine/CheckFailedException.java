package dev.flowcell.engine;

import org.jspecify.annotations.Nullable;

/** A task's {@code --check} method has refused its result: the attempt has failed. */
public final class CheckFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CheckFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
