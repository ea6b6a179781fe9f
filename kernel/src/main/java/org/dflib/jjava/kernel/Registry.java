package org.dflib.jjava.kernel;

import dev.flowcell.Flowcell;
import dev.flowcell.magic.CellRunner;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

/** Hands on the magics that are registered, and runs any that a cell can write. */
final class Registry extends MagicsRegistry {

  private final CellRunner cells;

  Registry(CellRunner cells) {
    this.cells = cells;
  }

  @Override
  public MagicsRegistry registerLineMagic(String name, LineMagic<?, ?> magic) {
    cells.addLineMagic(name, (words, text) -> ofKernel(magic).eval(kernel(), words));
    return super.registerLineMagic(name, magic);
  }

  @Override
  public MagicsRegistry registerCellMagic(String name, CellMagic<?, ?> magic) {
    cells.addCellMagic(name, (words, text) -> ofKernel(magic).eval(kernel(), words, text));
    return super.registerCellMagic(name, magic);
  }

  @Override
  public <T extends @Nullable Object, K extends BaseKernel> T evalLineMagic(
      K kernel, String name, List<String> words) {
    return Flowcell.lineMagic(name, words);
  }

  @Override
  public <T extends @Nullable Object, K extends BaseKernel> T evalCellMagic(
      K kernel, String name, List<String> words, String text) {
    return Flowcell.cellMagic(name, words, text);
  }

  private static BaseKernel kernel() {
    return BaseKernel.notebookKernel();
  }

  @SuppressWarnings("unchecked") // there is one kernel, and its class is JJava's
  private static LineMagic<?, BaseKernel> ofKernel(LineMagic<?, ?> magic) {
    return (LineMagic<?, BaseKernel>) magic;
  }

  @SuppressWarnings("unchecked")
  private static CellMagic<?, BaseKernel> ofKernel(CellMagic<?, ?> magic) {
    return (CellMagic<?, BaseKernel>) magic;
  }
}
