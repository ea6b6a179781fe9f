package dev.flowcell.secret;

/** A secret can't be had. The message names it and says what to do, and holds no part of it. */
public final class SecretException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SecretException(String message) {
    super(message);
  }

  SecretException(String message, Throwable cause) {
    super(message, cause);
  }
}
