package dev.flowcell.secret;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import org.jspecify.annotations.Nullable;

/** A cell's output, without secrets. */
public final class RedactedOutput implements CellOutput {

  private final CellOutput output;
  private final Redaction redaction;
  private final RedactedStream stdout;
  private final RedactedStream stderr;

  /** Passes on what comes, without what the redaction removes. */
  public RedactedOutput(CellOutput output, Redaction redaction) {
    this.output = output;
    this.redaction = redaction;
    stdout = new RedactedStream(redaction);
    stderr = new RedactedStream(redaction);
  }

  @Override
  public void print(Stream stream, String text) {
    if (redaction.isIdle()) {
      output.print(stream, text);
    } else {
      printRedacted(stream, text);
    }
  }

  /** In one step, so that what threads print keeps its order. */
  private synchronized void printRedacted(Stream stream, String text) {
    printIfAny(stream, (stream == Stream.STDOUT ? stdout : stderr).next(text));
  }

  private void printIfAny(Stream stream, String text) {
    if (!text.isEmpty()) {
      output.print(stream, text);
    }
  }

  @Override
  public void display(MimeBundle bundle, @Nullable String displayId) {
    output.display(redaction.redact(bundle), displayId);
  }

  @Override
  public void update(String displayId, MimeBundle bundle) {
    output.update(displayId, redaction.redact(bundle));
  }

  @Override
  public void clear(boolean wait) {
    output.clear(wait);
  }

  /** The cell has ended: prints what has waited. */
  public synchronized void end() {
    printIfAny(Stream.STDOUT, stdout.end());
    printIfAny(Stream.STDERR, stderr.end());
  }
}
