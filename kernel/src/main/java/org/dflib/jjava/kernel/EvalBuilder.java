package org.dflib.jjava.kernel;

import dev.flowcell.Flowcell;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/**
 * Code that is to be run, and what becomes of its value. Immutable.
 *
 * @param <T> what it gives
 */
public final class EvalBuilder<T> {

  private final Supplier<@Nullable T> value;

  EvalBuilder(Supplier<@Nullable T> value) {
    this.value = value;
  }

  /** The same: the magics of a cell are known in any case. */
  public EvalBuilder<T> resolveMagics() {
    return this;
  }

  /** Gives the value as a cell shows it. */
  public EvalBuilder<DisplayData> renderResults() {
    return new EvalBuilder<>(
        () -> {
          T result = value.get();
          return result == null ? null : Forms.data(Flowcell.render(result));
        });
  }

  /**
   * Runs it.
   *
   * @return the value, or null where there is none
   */
  public @Nullable T eval() {
    return value.get();
  }
}
