package dev.flowcell;

import org.jspecify.annotations.Nullable;

/**
 * An argument of the flow run that is being resumed. Generated code calls the flow with it.
 * Immutable.
 */
public final class ResumedArgument {

  private final int index;

  /**
   * An argument.
   *
   * @param index its place among the parameters, from 0
   */
  public ResumedArgument(int index) {
    this.index = index;
  }

  /** What the flow run was called with. */
  public @Nullable Object get() {
    return Flowcell.session().engine().resumed().arguments().get(index);
  }
}
