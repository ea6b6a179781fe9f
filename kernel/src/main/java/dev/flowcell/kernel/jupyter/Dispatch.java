package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.flowcell.cell.CellError;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one way a request is answered: busy, its handler, the reply, idle. Thread-safe once its
 * handlers are set.
 */
final class Dispatch {

  private static final Logger LOGGER = Logger.getLogger(Dispatch.class.getName());

  /** A request that is none for this kernel: whoever waits for an answer is told. */
  private static final String REFUSED = "BadRequest";

  private final Outbox outbox;
  private final Wire wire;
  private final Map<String, Handler<?>> handlers = new HashMap<>();

  Dispatch(Outbox outbox, Wire wire) {
    this.outbox = outbox;
    this.wire = wire;
  }

  /** Sets the handler of a type. */
  <T> Dispatch on(MessageType<T> type, Handler<T> handler) {
    handlers.put(type.getName(), handler);
    return this;
  }

  /** Sets the handler of a type that the library has no content for. */
  Dispatch on(String type, Handler<Object> handler) {
    handlers.put(type, handler);
    return this;
  }

  /** Answers a request, whatever happens in its handler. */
  <T> void handle(Request<T> request) {
    outbox.publish(request, "status", PublishStatus.BUSY);
    try {
      Object content = content(request);
      if (content != null) {
        outbox.reply(request, replyType(request), withStatus(content));
      }
    } finally {
      outbox.publish(request, "status", PublishStatus.IDLE);
    }
  }

  private <T> @Nullable Object content(Request<T> request) {
    // the table is filled by the two methods above: handler and content are of one type
    @SuppressWarnings("unchecked")
    Handler<T> handler = (Handler<T>) handlers.get(request.type());
    boolean asks = request.type().endsWith("_request");
    if (handler == null || request.getContent() == null) {
      LOGGER.log(Level.FINE, () -> "no answer to " + request.type());
      String what = handler == null ? "this kernel knows no " : "this is not the content of ";
      return asks ? Errors.reply(CellError.of(REFUSED, what + request.type())) : null;
    }
    try {
      return handler.handle(request);
    } catch (Throwable e) {
      LOGGER.log(Level.WARNING, e, () -> "the handler of " + request.type() + " failed");
      return asks ? Errors.reply(Errors.of(e)) : null;
    }
  }

  private static String replyType(Request<?> request) {
    return request.type().replaceFirst("_request$", "_reply");
  }

  /** The content with a status, which the library's own replies mostly forget. */
  private JsonElement withStatus(Object content) {
    JsonElement tree = wire.tree(content);
    if (tree instanceof JsonObject object && !object.has("status")) {
      object.addProperty("status", "ok");
    }
    return tree;
  }
}
