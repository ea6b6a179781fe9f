package dev.flowcell.kernel.jupyter;

import dev.flowcell.cell.Completion;
import io.github.spencerpark.jupyter.messages.reply.CompleteReply;
import io.github.spencerpark.jupyter.messages.request.CompleteRequest;
import java.util.Map;

/** Says what can stand at the cursor. */
final class CompleteHandler implements Handler<CompleteRequest> {

  private final Language language;

  CompleteHandler(Language language) {
    this.language = language;
  }

  @Override
  public CompleteReply handle(Request<CompleteRequest> request) {
    String code = request.getContent().getCode();
    int cursor = Cursor.toIndex(code, request.getContent().getCursorPos());
    Completion completion = language.complete(code, cursor);
    return new CompleteReply(
        completion.matches(),
        Cursor.toPosition(code, completion.start()),
        Cursor.toPosition(code, completion.end()),
        Map.of());
  }
}
