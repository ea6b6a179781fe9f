package dev.flowcell;

import org.jspecify.annotations.Nullable;

/**
 * A value that a magic hands to the code it evaluates, such as an argument of a flow. Generated
 * code creates one for each: behind {@code new} stands a type, so that no variable of the user's
 * can hide what this is called. Immutable.
 */
public final class GivenValue {

  private final int index;

  /**
   * A value.
   *
   * @param index its place among the values given, from 0
   */
  public GivenValue(int index) {
    this.index = index;
  }

  /**
   * The value.
   *
   * @param <T> the type that the code needs it in, which the magic has made sure of
   */
  @SuppressWarnings({
    "unchecked",
    "NullAway",
    "TypeParameterUnusedInFormals"
  }) // as its place has it
  public <T extends @Nullable Object> T get() {
    return (T) Flowcell.session().cell().given(index);
  }
}
