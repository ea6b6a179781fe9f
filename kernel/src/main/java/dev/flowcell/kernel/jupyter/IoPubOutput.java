package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonObject;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import io.github.spencerpark.jupyter.messages.publish.PublishClearOutput;
import org.jspecify.annotations.Nullable;

/** The output of one cell, published on iopub; whenever it comes, it belongs to that cell. */
final class IoPubOutput implements CellOutput {

  private final Outbox outbox;
  private final Request<?> cell;

  IoPubOutput(Outbox outbox, Request<?> cell) {
    this.outbox = outbox;
    this.cell = cell;
  }

  @Override
  public void print(Stream stream, String text) {
    outbox.print(cell, stream, text);
  }

  @Override
  public void display(MimeBundle bundle, @Nullable String displayId) {
    outbox.publish(cell, "display_data", content(bundle, displayId));
  }

  @Override
  public void update(String displayId, MimeBundle bundle) {
    outbox.publish(cell, "update_display_data", content(bundle, displayId));
  }

  @Override
  public void clear(boolean wait) {
    outbox.publish(
        cell,
        "clear_output",
        wait ? PublishClearOutput.BEFORE_NEXT_OUTPUT : PublishClearOutput.NOW);
  }

  private static JsonObject content(MimeBundle bundle, @Nullable String displayId) {
    JsonObject named = new JsonObject();
    if (displayId != null) {
      named.addProperty("display_id", displayId);
    }
    JsonObject content = Json.of(bundle);
    content.add("transient", named);
    return content;
  }
}
