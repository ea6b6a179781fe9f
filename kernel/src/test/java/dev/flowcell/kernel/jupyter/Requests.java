package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.KernelTimestamp;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import io.github.spencerpark.jupyter.messages.request.InterruptRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Requests that came over no wire. */
final class Requests {

  private Requests() {}

  static Request<ExecuteRequest> cell(String session, Instant sent, long arrived) {
    ExecuteRequest content = new ExecuteRequest("42", false, true, Map.of(), false, true);
    return request(MessageType.EXECUTE_REQUEST, content, session, sent, arrived);
  }

  static Request<InterruptRequest> interrupt(String session, Instant sent, long arrived) {
    InterruptRequest content = new InterruptRequest();
    return request(MessageType.INTERRUPT_REQUEST, content, session, sent, arrived);
  }

  @SuppressWarnings("NullAway") // nobody answers them, so they have no channel
  private static <T> Request<T> request(
      MessageType<T> type, T content, String session, Instant sent, long arrived) {
    KernelTimestamp date = new KernelTimestamp(sent.toString());
    return new Request<>(
        List.of(),
        new Header<>("id", "tester", session, date, type, "5.4"),
        Map.of(),
        content,
        List.of(),
        new JsonObject(),
        new JsonObject(),
        new Request.Arrival(null, sent, arrived));
  }
}
