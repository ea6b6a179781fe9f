package dev.flowcell.kernel.jupyter;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import org.jspecify.annotations.Nullable;

/** The output of a silent request: nothing of it is published. */
enum SilentOutput implements CellOutput {
  INSTANCE;

  @Override
  public void print(Stream stream, String text) {}

  @Override
  public void display(MimeBundle bundle, @Nullable String displayId) {}

  @Override
  public void update(String displayId, MimeBundle bundle) {}

  @Override
  public void clear(boolean wait) {}
}
