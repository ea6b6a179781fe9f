package dev.flowcell.kernel.jupyter;

import dev.flowcell.cell.Completeness;
import io.github.spencerpark.jupyter.messages.reply.IsCompleteReply;
import io.github.spencerpark.jupyter.messages.request.IsCompleteRequest;

/** Says whether a console should run the code or go on asking for lines. */
final class IsCompleteHandler implements Handler<IsCompleteRequest> {

  private final Language language;

  IsCompleteHandler(Language language) {
    this.language = language;
  }

  @Override
  public IsCompleteReply handle(Request<IsCompleteRequest> request) {
    Completeness answer = language.isComplete(request.getContent().getCode());
    return switch (answer.status()) {
      case COMPLETE -> IsCompleteReply.VALID_CODE;
      case INCOMPLETE -> IsCompleteReply.getIncompleteReplyWithIndent(answer.indent());
      case INVALID -> IsCompleteReply.INVALID_CODE;
      case UNKNOWN -> IsCompleteReply.UNKNOWN;
    };
  }
}
