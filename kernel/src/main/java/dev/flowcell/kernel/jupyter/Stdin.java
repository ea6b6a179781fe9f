package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.flowcell.cell.CellInput;
import io.github.spencerpark.jupyter.messages.reply.InputReply;
import io.github.spencerpark.jupyter.messages.request.InputRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Asks the client for lines of input. One question is open at a time; others wait for it. */
final class Stdin {

  private final Channel channel;
  private final Outbox outbox;
  private final Wire wire;
  private final Semaphore asking = new Semaphore(1);
  private volatile @Nullable Question open;

  private record Question(String id, CompletableFuture<String> answer) {}

  Stdin(Channel channel, Outbox outbox, Wire wire) {
    this.channel = channel;
    this.outbox = outbox;
    this.wire = wire;
  }

  /** The input of that cell; its client must have allowed it. */
  CellInput of(Request<?> cell) {
    return (prompt, password) -> ask(cell, new InputRequest(prompt, password));
  }

  private String ask(Request<?> cell, InputRequest content) throws InterruptedException {
    asking.acquire();
    try {
      JsonObject header = wire.header("input_request");
      Question question =
          new Question(header.get("msg_id").getAsString(), new CompletableFuture<>());
      open = question;
      outbox.send(channel, cell, header, content);
      return question.answer.get();
    } catch (ExecutionException e) {
      throw new InterruptedException("the cell was interrupted while it waited for input");
    } finally {
      open = null;
      asking.release();
    }
  }

  /** An answer has come in; one that belongs to no open question is dropped. */
  void received(Request<?> reply) {
    Question question = open;
    if (question != null
        && reply.getContent() instanceof InputReply input
        && input.getValue() != null
        && mayAnswer(reply, question)) {
      question.answer.complete(input.getValue());
    }
  }

  /** Clients may leave the parent header away; one that is there must name the question. */
  private static boolean mayAnswer(Request<?> reply, Question question) {
    JsonElement id = reply.rawParentHeader().get("msg_id");
    return id == null || id.getAsString().equals(question.id);
  }

  /** Ends the wait for the open question, if there is one. */
  void interrupt() {
    Question question = open;
    if (question != null) {
      question.answer.completeExceptionally(new InterruptedException());
    }
  }
}
