package dev.flowcell.notebook;

import java.io.IOException;

/** A file is no notebook that can be run; the message names it and says why. */
public final class NotebookException extends IOException {

  private static final long serialVersionUID = 1L;

  NotebookException(String message) {
    super(message);
  }
}
