package dev.flowcell.engine;

import dev.flowcell.run.State;
import org.jspecify.annotations.Nullable;

/**
 * How a run has ended.
 *
 * @param result what its body returned, where nothing was thrown
 * @param thrown what comes out of the call, or null
 */
record Ending<R extends @Nullable Object>(
    State state, @Nullable R result, @Nullable Throwable thrown) {

  /** Returns or throws it. */
  @SuppressWarnings("NullAway") // null stands for no value, where R says so
  R outcome() throws Exception {
    if (thrown != null) {
      throw Ending.<Exception>unchanged(thrown);
    }
    return result;
  }

  @SuppressWarnings("unchecked") // what is no Exception is not declared either
  private static <T extends Throwable> T unchanged(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
