package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A message as it came in. Keeps what the library's own forgets: the headers as they were sent
 * (ours becomes the parent header of every answer), and when and where it arrived.
 */
final class Request<T> extends Message<T> {

  private final JsonObject rawHeader;
  private final JsonObject rawParentHeader;
  private final Arrival arrival;

  /**
   * Where and when a message came in.
   *
   * @param channel where answers go
   * @param sent the header's date, or the moment of arrival where it has none
   * @param arrived by {@link System#nanoTime}
   */
  record Arrival(Channel channel, Instant sent, long arrived) {}

  Request(
      List<byte[]> identities,
      Header<T> header,
      Map<String, Object> metadata,
      T content,
      List<byte[]> blobs,
      JsonObject rawHeader,
      JsonObject rawParentHeader,
      Arrival arrival) {
    super(identities, header, null, metadata, content, blobs);
    this.rawHeader = rawHeader;
    this.rawParentHeader = rawParentHeader;
    this.arrival = arrival;
  }

  /** The name of its type, also of a type that the library does not know. */
  String type() {
    return rawHeader.get("msg_type").getAsString();
  }

  JsonObject rawHeader() {
    return rawHeader;
  }

  JsonObject rawParentHeader() {
    return rawParentHeader;
  }

  String session() {
    return getHeader().getSessionId();
  }

  Channel channel() {
    return arrival.channel;
  }

  Instant sent() {
    return arrival.sent;
  }

  long arrived() {
    return arrival.arrived;
  }
}
