package dev.flowcell.kernel.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.flowcell.cell.CellOutput;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.publish.PublishStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everything the kernel sends, in one order. Any thread puts messages in; one thread takes them out
 * and hands them to their channels, so that no thread of a cell, which may be interrupted or
 * stopped at any point, ever touches a socket.
 *
 * <p>Printed text is held back a few milliseconds and sent together, but never behind anything that
 * was put in later: a print loop becomes a handful of messages.
 */
final class Outbox {

  private static final long HOLD_BACK = Duration.ofMillis(5).toNanos();

  /** Text of this length is sent without waiting for more. */
  private static final int ENOUGH = 64 * 1024;

  private sealed interface Item {}

  private record Parcel(Channel channel, List<byte[]> frames) implements Item {}

  private record Text(Request<?> parent, CellOutput.Stream stream, String text) implements Item {
    boolean continues(Text other) {
      return parent == other.parent && stream == other.stream;
    }
  }

  private record End() implements Item {}

  private final Wire wire;
  private final Channel iopub;
  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();

  /** The text held back: where it belongs, what it is, and until when it may wait. */
  private @Nullable Text first;

  private final StringBuilder held = new StringBuilder();
  private long heldUntil;

  Outbox(Wire wire, Channel iopub) {
    this.wire = wire;
    this.iopub = iopub;
  }

  /** Starts to send; {@code atEnd} runs on the sending thread behind the last message. */
  void start(Runnable atEnd) {
    new LastingThread(
            "jupyter-outbox",
            () -> {
              sendAll();
              atEnd.run();
            })
        .start();
  }

  /** Ends the sending behind what has been put in so far; returns at once. */
  void end() {
    items.add(new End());
  }

  /** Publishes a message on iopub; the content is read before this returns. */
  void publish(@Nullable Request<?> parent, String type, Object content) {
    put(iopub, List.of(topic(type)), wire.header(type), parent, content);
  }

  /** Publishes text, soon. */
  void print(Request<?> parent, CellOutput.Stream stream, String text) {
    if (!text.isEmpty()) {
      items.add(new Text(parent, stream, text));
    }
  }

  /** Answers a request where it came from. */
  void reply(Request<?> request, String type, Object content) {
    put(request.channel(), request.getIdentities(), wire.header(type), request, content);
  }

  /** Sends to the client that sent the request, on another channel. */
  void send(Channel channel, Request<?> parent, JsonObject header, Object content) {
    put(channel, parent.getIdentities(), header, parent, content);
  }

  /** Publishes one of the library's own messages, such as those of its comm manager. */
  void publish(Message<?> message) {
    String type = message.getHeader().getType().getName();
    JsonObject parent =
        message.hasParentHeader()
            ? wire.tree(message.getParentHeader()).getAsJsonObject()
            : new JsonObject();
    List<byte[]> frames =
        wire.frames(
            List.of(topic(type)),
            wire.header(type),
            parent,
            message.getNonNullMetadata(),
            message.getContent(),
            message.getBlobs() == null ? List.of() : message.getBlobs());
    items.add(new Parcel(iopub, frames));
  }

  /** Welcomes a subscriber of iopub (JEP 65); the topic is the one it subscribed to. */
  void welcome(byte[] subscription) {
    JsonObject content = new JsonObject();
    content.addProperty("subscription", new String(subscription, UTF_8));
    String type = "iopub_welcome";
    byte[] topic = subscription.length == 0 ? topic(type) : subscription;
    put(iopub, List.of(topic), wire.header(type), null, content);
  }

  private void put(
      Channel channel,
      List<byte[]> identities,
      JsonObject header,
      @Nullable Request<?> parent,
      Object content) {
    JsonObject parentHeader = parent == null ? new JsonObject() : parent.rawHeader();
    items.add(new Parcel(channel, wire.frames(identities, header, parentHeader, content)));
  }

  private byte[] topic(String type) {
    return ("kernel." + wire.session() + "." + type).getBytes(UTF_8);
  }

  private void sendAll() {
    @Nullable Item item = null;
    while (!(item instanceof End)) {
      try {
        item = next();
        send(item);
      } catch (VirtualMachineError e) {
        // a cell has filled the heap: some text may be lost, what follows must not be
      } catch (InterruptedException e) {
        return; // it is not interrupted
      }
    }
  }

  private void send(Item item) {
    if (item instanceof Text text) {
      hold(text);
      return;
    }
    try {
      sendHeld();
    } finally {
      if (item instanceof Parcel parcel) {
        parcel.channel.send(parcel.frames);
      }
    }
  }

  /** The next item; sends the text held back when its time has come. */
  private Item next() throws InterruptedException {
    while (true) {
      if (first == null) {
        return items.take();
      }
      Item item = items.poll(heldUntil - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (item != null) {
        return item;
      }
      sendHeld();
    }
  }

  private void hold(Text text) {
    if (first != null && !text.continues(first)) {
      sendHeld();
    }
    if (first == null) {
      first = text;
      heldUntil = System.nanoTime() + HOLD_BACK;
    }
    held.append(text.text);
    if (held.length() >= ENOUGH) {
      sendHeld();
    }
  }

  private void sendHeld() {
    Text of = first;
    if (of == null) {
      return;
    }
    PublishStream.StreamType stream =
        switch (of.stream) {
          case STDOUT -> PublishStream.StreamType.OUT;
          case STDERR -> PublishStream.StreamType.ERR;
        };
    JsonElement content = wire.tree(new PublishStream(stream, held.toString()));
    JsonObject header = wire.header("stream");
    iopub.send(wire.frames(List.of(topic("stream")), header, of.parent.rawHeader(), content));
    first = null;
    held.setLength(0);
    if (held.capacity() > 16 * ENOUGH) {
      held.trimToSize();
    }
  }
}
