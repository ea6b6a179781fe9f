package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonObject;
import dev.flowcell.cell.Completeness;
import io.github.spencerpark.jupyter.messages.request.IsCompleteRequest;
import java.util.Locale;

/** Says whether a console should run the code or go on asking for lines. */
final class IsCompleteHandler implements Handler<IsCompleteRequest> {

  private final Language language;

  IsCompleteHandler(Language language) {
    this.language = language;
  }

  /** Not the library's reply, which has an indent for code that is complete, too. */
  @Override
  public JsonObject handle(Request<IsCompleteRequest> request) {
    Completeness answer = language.isComplete(request.getContent().getCode());
    JsonObject reply = new JsonObject();
    reply.addProperty("status", answer.status().name().toLowerCase(Locale.ROOT));
    if (answer.status() == Completeness.Status.INCOMPLETE) {
      reply.addProperty("indent", answer.indent());
    }
    return reply;
  }
}
