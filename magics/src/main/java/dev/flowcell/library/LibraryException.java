package dev.flowcell.library;

/** Libraries that can't be had; the message names them, the repositories asked, and says why. */
public final class LibraryException extends Exception {

  private static final long serialVersionUID = 1L;

  LibraryException(String message) {
    super(message);
  }
}
