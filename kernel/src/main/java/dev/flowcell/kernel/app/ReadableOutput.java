package dev.flowcell.kernel.app;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.java.JavaEvaluator;
import org.jspecify.annotations.Nullable;

/**
 * A cell's output that shows types of cells by the names that their cells gave them. What is
 * printed comes so.
 */
record ReadableOutput(CellOutput output) implements CellOutput {

  @Override
  public void print(Stream stream, String text) {
    output.print(stream, text);
  }

  @Override
  public void display(MimeBundle bundle, @Nullable String displayId) {
    output.display(JavaEvaluator.readable(bundle), displayId);
  }

  @Override
  public void update(String displayId, MimeBundle bundle) {
    output.update(displayId, JavaEvaluator.readable(bundle));
  }

  @Override
  public void clear(boolean wait) {
    output.clear(wait);
  }
}
