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
    int start = Cursor.toPosition(code, completion.start());
    int end = Cursor.toPosition(code, completion.end());
    return new CompleteReply(completion.matches(), start, end, metadata(completion, start, end));
  }

  /** JupyterLab shows what is said of matches; where there is such a list, it shows no others. */
  private static Map<String, Object> metadata(Completion completion, int start, int end) {
    if (completion.notes().isEmpty()) {
      return Map.of();
    }
    Completion.Note none = new Completion.Note("", "");
    return Map.of(
        "_jupyter_types_experimental",
        completion.matches().stream()
            .map(match -> item(match, completion.notes().getOrDefault(match, none), start, end))
            .toList());
  }

  private static Map<String, Object> item(String match, Completion.Note note, int start, int end) {
    return Map.of(
        "text", match, "type", note.kind(), "signature", note.text(), "start", start, "end", end);
  }
}
