package dev.flowcell.magic;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a cell shows without a name, and what it prints. */
final class RecordedOutput implements CellOutput {

  private final StringBuilder printed = new StringBuilder();
  private final List<MimeBundle> displayed = new ArrayList<>();

  synchronized String printed() {
    return printed.toString();
  }

  synchronized List<MimeBundle> displayed() {
    return List.copyOf(displayed);
  }

  @Override
  public synchronized void print(Stream stream, String text) {
    printed.append(text);
  }

  @Override
  public synchronized void display(MimeBundle bundle, @Nullable String displayId) {
    if (displayId == null) {
      displayed.add(bundle);
    }
  }

  @Override
  public void update(String displayId, MimeBundle bundle) {}

  @Override
  public void clear(boolean wait) {}
}
