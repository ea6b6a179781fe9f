package dev.flowcell.notebook;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the output of one cell down as its notebook keeps it. Thread-safe. */
final class OutputRecorder implements CellOutput {

  private final NotebookCell cell;

  /** The recorders of the run by the displays they have, also the lock of all of them. */
  private final Map<String, List<OutputRecorder>> displays;

  private final List<Output> outputs = new ArrayList<>();

  /** What is printed to one stream without a break. */
  private final StringBuilder printed = new StringBuilder();

  private @Nullable Stream stream;
  private boolean clearsNext;

  OutputRecorder(NotebookCell cell, Map<String, List<OutputRecorder>> displays) {
    this.cell = cell;
    this.displays = displays;
  }

  @Override
  public void print(Stream to, String text) {
    synchronized (displays) {
      clearIfAsked();
      if (stream != to) {
        endStream();
        stream = to;
      }
      printed.append(text);
    }
  }

  @Override
  public void display(MimeBundle bundle, @Nullable String displayId) {
    add(new Output.Displayed(bundle, displayId));
    if (displayId != null) {
      synchronized (displays) {
        displays.computeIfAbsent(displayId, id -> new ArrayList<>()).add(this);
      }
    }
  }

  /** Adds an output behind what is there. */
  void add(Output output) {
    synchronized (displays) {
      clearIfAsked();
      endStream();
      outputs.add(output);
      show();
    }
  }

  @Override
  public void update(String displayId, MimeBundle bundle) {
    synchronized (displays) {
      displays.getOrDefault(displayId, List.of()).forEach(each -> each.replace(displayId, bundle));
    }
  }

  private void replace(String displayId, MimeBundle bundle) {
    outputs.replaceAll(
        output ->
            output instanceof Output.Displayed displayed && displayId.equals(displayed.displayId())
                ? new Output.Displayed(bundle, displayId)
                : output);
    show();
  }

  @Override
  public void clear(boolean wait) {
    synchronized (displays) {
      clearsNext = true;
      if (!wait) {
        clearIfAsked();
        show();
      }
    }
  }

  private void clearIfAsked() {
    if (clearsNext) {
      clearsNext = false;
      outputs.clear();
      printed.setLength(0);
      stream = null;
    }
  }

  private void endStream() {
    Stream ended = stream;
    if (ended != null && !printed.isEmpty()) {
      outputs.add(new Output.Printed(ended, printed.toString()));
    }
    printed.setLength(0);
    stream = null;
  }

  /** Brings the cell up to date. */
  void show() {
    synchronized (displays) {
      Stream going = stream;
      if (going == null || printed.isEmpty()) {
        cell.outputs(outputs);
      } else {
        List<Output> all = new ArrayList<>(outputs);
        all.add(new Output.Printed(going, printed.toString()));
        cell.outputs(all);
      }
    }
  }
}
