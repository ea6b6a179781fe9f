package dev.flowcell.kernel.app;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Output where no cell is: text goes to the process' own streams. Give it those before a session is
 * opened, which puts others in their places: what cells print would come back for ever.
 */
final class ProcessOutput implements CellOutput {

  private final PrintStream out;
  private final PrintStream err;

  ProcessOutput(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public void print(Stream stream, String text) {
    PrintStream target = stream == Stream.STDOUT ? out : err;
    target.print(text);
    target.flush();
  }

  @Override
  public void display(MimeBundle bundle, @Nullable String displayId) {
    print(Stream.STDOUT, bundle.text() + "\n");
  }

  @Override
  public void update(String displayId, MimeBundle bundle) {}

  @Override
  public void clear(boolean wait) {}
}
