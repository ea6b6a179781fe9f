package dev.flowcell.engine;

import dev.flowcell.flow.Definition;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Turns calls into runs. Thread-safe. */
public final class Engine {

  /**
   * Runs a body as a run of its task or flow, with its attempts, on the calling thread.
   *
   * @param body the user's code; null stands for no value
   * @return what the body returned
   * @throws Exception what the last attempt threw, unchanged
   */
  public <R extends @Nullable Object> R call(
      Definition definition, List<? extends @Nullable Object> arguments, Callable<R> body)
      throws Exception {
    throw new UnsupportedOperationException();
  }
}
