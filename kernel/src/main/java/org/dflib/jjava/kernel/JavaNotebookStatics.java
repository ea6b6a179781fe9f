package org.dflib.jjava.kernel;

import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** What cells of JJava call without an import. Thread-safe. */
public final class JavaNotebookStatics {

  private JavaNotebookStatics() {}

  /** The kernel in which the cell runs. */
  public static JavaKernel kernel() {
    return (JavaKernel) BaseKernel.notebookKernel();
  }

  /** The same, by its older name. */
  public static JavaKernel getKernelInstance() {
    return kernel();
  }
}
