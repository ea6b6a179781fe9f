package dev.flowcell.engine;

/**
 * What an attempt of a task throws that was to fail on purpose, see {@link Rehearsal}. It is tried
 * again whatever the task's {@code --retry-on} names.
 */
public final class InjectedFailureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InjectedFailureException(String message) {
    super(message);
  }
}
