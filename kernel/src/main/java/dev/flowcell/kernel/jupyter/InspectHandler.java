package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonObject;
import dev.flowcell.cell.MimeBundle;
import io.github.spencerpark.jupyter.messages.request.InspectRequest;
import java.util.Map;
import java.util.Optional;

/** Says what is known of the word at the cursor. */
final class InspectHandler implements Handler<InspectRequest> {

  private static final MimeBundle NOTHING = new MimeBundle(Map.of(), Map.of());

  private final Language language;

  InspectHandler(Language language) {
    this.language = language;
  }

  @Override
  public JsonObject handle(Request<InspectRequest> request) {
    InspectRequest content = request.getContent();
    int cursor = Cursor.toIndex(content.getCode(), content.getCursorPos());
    Optional<MimeBundle> known =
        language.inspect(content.getCode(), cursor, content.getDetailLevel() > 0);
    JsonObject reply = Json.of(known.orElse(NOTHING));
    reply.addProperty("found", known.isPresent());
    return reply;
  }
}
