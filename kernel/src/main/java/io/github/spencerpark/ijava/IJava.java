package io.github.spencerpark.ijava;

import org.jspecify.annotations.Nullable;

/**
 * Leads notebooks of IJava to the kernel. Static, as they know it: beside {@code Flowcell} the
 * other foothold of cells.
 */
public final class IJava {

  private static volatile @Nullable JavaKernel kernel;

  private IJava() {}

  /** The kernel in which the cell runs. */
  public static JavaKernel getKernelInstance() {
    JavaKernel open = kernel;
    if (open == null) {
      throw new IllegalStateException("no kernel runs here");
    }
    return open;
  }

  /** From now on this is the kernel; null when there is none any more. */
  public static void open(@Nullable JavaKernel kernel) {
    IJava.kernel = kernel;
  }
}
