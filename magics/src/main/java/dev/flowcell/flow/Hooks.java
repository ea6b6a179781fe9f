package dev.flowcell.flow;

import java.util.Optional;

/**
 * The notebook's methods that are called when a run has ended, by name.
 *
 * @param onFailure after a run that Failed, with no attempt left
 * @param onCompletion after a run that Completed
 * @param onCancel after a run that was Cancelled
 */
public record Hooks(
    Optional<String> onFailure, Optional<String> onCompletion, Optional<String> onCancel) {

  /** Nothing is called. */
  public static final Hooks NONE = new Hooks(Optional.empty(), Optional.empty(), Optional.empty());
}
