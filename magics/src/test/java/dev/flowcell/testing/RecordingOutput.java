package dev.flowcell.testing;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A cell's output that remembers what it was sent, in order. Thread-safe. */
public final class RecordingOutput implements CellOutput {

  /** What can be sent: {@code STDOUT}, {@code STDERR}, {@code display}, {@code update}. */
  public record Sent(String kind, String id, String text) {}

  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final List<String> types = new CopyOnWriteArrayList<>();

  @Override
  public void print(Stream stream, String text) {
    sent.add(new Sent(stream.name(), "", text));
  }

  @Override
  public void display(MimeBundle bundle, @Nullable String displayId) {
    types.add(String.join(", ", bundle.data().keySet()));
    sent.add(new Sent("display", String.valueOf(displayId), text(bundle)));
  }

  @Override
  public void update(String displayId, MimeBundle bundle) {
    types.add(String.join(", ", bundle.data().keySet()));
    sent.add(new Sent("update", displayId, text(bundle)));
  }

  @Override
  public void clear(boolean wait) {
    sent.add(new Sent("clear", "", wait ? "wait" : ""));
  }

  public List<Sent> sent() {
    return sent;
  }

  /** The MIME types of what was shown, in order. */
  public List<String> types() {
    return types;
  }

  /** The kinds of what was sent, in order. */
  public List<String> kinds() {
    return sent.stream().map(Sent::kind).toList();
  }

  /** The texts of what was shown without a name. */
  public List<String> displayed() {
    return sent.stream()
        .filter(one -> one.kind().equals("display") && one.id().equals("null"))
        .map(Sent::text)
        .toList();
  }

  /** All that was printed to a stream. */
  public String printed(Stream stream) {
    return sent.stream()
        .filter(one -> one.kind().equals(stream.name()))
        .map(Sent::text)
        .collect(Collectors.joining());
  }

  private static String text(MimeBundle bundle) {
    return String.valueOf(bundle.data().get(MimeBundle.TEXT));
  }
}
