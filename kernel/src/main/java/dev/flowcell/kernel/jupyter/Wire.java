package dev.flowcell.kernel.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.reflect.TypeToken;
import io.github.spencerpark.jupyter.kernel.history.HistoryEntry;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.KernelTimestamp;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.adapters.HeaderAdapter;
import io.github.spencerpark.jupyter.messages.adapters.HistoryEntryAdapter;
import io.github.spencerpark.jupyter.messages.adapters.HistoryRequestAdapter;
import io.github.spencerpark.jupyter.messages.adapters.KernelTimestampAdapter;
import io.github.spencerpark.jupyter.messages.adapters.MessageTypeAdapter;
import io.github.spencerpark.jupyter.messages.request.CompleteRequest;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;
import io.github.spencerpark.jupyter.messages.request.InspectRequest;
import io.github.spencerpark.jupyter.messages.request.IsCompleteRequest;
import java.lang.reflect.Type;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames to messages and back: JSON, signatures, headers. A message that comes in is taken when it
 * is whole and signed with the connection's key, and once only. Thread-safe.
 */
final class Wire {

  static final String PROTOCOL_VERSION = "5.4";

  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(UTF_8);
  private static final byte[] NO_METADATA = "{}".getBytes(UTF_8);
  private static final Type METADATA = new TypeToken<Map<String, Object>>() {}.getType();

  /** What means nothing without code; an execute_request has an adapter of its own. */
  private static final Set<Class<?>> OF_CODE =
      Set.of(CompleteRequest.class, InspectRequest.class, IsCompleteRequest.class);

  /** How many signatures are kept to know a repeated message by. */
  private static final int REMEMBERED = 16_384;

  private final HMACGenerator hmac;
  private final Clock clock;
  private final Gson gson = gson();
  private final Gson withNulls = gson.newBuilder().serializeNulls().create();
  private final String session = UUID.randomUUID().toString();
  private final AtomicLong sent = new AtomicLong();
  private final Seen seen = new Seen();

  Wire(HMACGenerator hmac, Clock clock) {
    this.hmac = hmac;
    this.clock = clock;
  }

  /** This kernel's session, the sender in its headers. */
  String session() {
    return session;
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Reads one whole multipart.
   *
   * @throws BadMessageException when it is none of ours, and why
   */
  Request<?> read(List<byte[]> frames, Channel channel) throws BadMessageException {
    long arrived = System.nanoTime();
    int delimiter = delimiter(frames);
    List<byte[]> parts = frames.subList(delimiter + 1, frames.size());
    if (parts.size() < 5) {
      throw new BadMessageException("only " + parts.size() + " frames behind the delimiter");
    }
    checkSignature(parts);
    try {
      JsonObject header = object(parts.get(1));
      Instant date = date(header);
      return request(
          List.copyOf(frames.subList(0, delimiter)),
          header,
          parts,
          new Request.Arrival(channel, date, arrived));
    } catch (RuntimeException | StackOverflowError e) {
      // gson and the library's adapters complain in many ways about JSON that is not a message
      throw new BadMessageException("not the JSON of a message: " + e, e);
    }
  }

  private <T> Request<T> request(
      List<byte[]> identities, JsonObject rawHeader, List<byte[]> parts, Request.Arrival arrival) {
    // the type that the header names is the type of the content below
    @SuppressWarnings("unchecked")
    Header<T> header = gson.fromJson(withSender(rawHeader), Header.class);
    Map<String, Object> metadata = gson.fromJson(object(parts.get(3)), METADATA);
    T content = content(parts.get(4), header.getType().getContentType());
    List<byte[]> blobs = List.copyOf(parts.subList(5, parts.size()));
    JsonObject parentHeader = object(parts.get(2));
    return new Request<>(
        identities, header, metadata, content, blobs, rawHeader, parentHeader, arrival);
  }

  /** The library reads no header that leaves these away; nothing of ours needs them. */
  private static JsonObject withSender(JsonObject rawHeader) {
    JsonObject header = rawHeader.deepCopy();
    for (String name : List.of("username", "session", "version")) {
      if (!(header.get(name) instanceof JsonPrimitive)) {
        header.addProperty(name, "");
      }
    }
    return header;
  }

  /** Null where it is another message's: the sender is known, and waits for an answer. */
  @SuppressWarnings("NullAway") // the dispatch asks for it
  private <T> T content(byte[] frame, Class<T> type) {
    JsonElement tree = gson.fromJson(new String(frame, UTF_8), JsonElement.class);
    if (!(tree instanceof JsonObject object)
        || (OF_CODE.contains(type) && !(object.get("code") instanceof JsonPrimitive))) {
      return null;
    }
    try {
      return gson.fromJson(object, type);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static int delimiter(List<byte[]> frames) throws BadMessageException {
    for (int i = 0; i < frames.size(); i++) {
      if (Arrays.equals(DELIMITER, frames.get(i))) {
        return i;
      }
    }
    throw new BadMessageException("no delimiter among " + frames.size() + " frames");
  }

  private void checkSignature(List<byte[]> parts) throws BadMessageException {
    if (hmac == HMACGenerator.NO_AUTH_INSTANCE) {
      return;
    }
    String signature = sign(parts.get(1), parts.get(2), parts.get(3), parts.get(4));
    if (!MessageDigest.isEqual(signature.getBytes(UTF_8), parts.get(0))) {
      throw new BadMessageException("wrong signature");
    }
    if (!seen.isNew(signature)) {
      throw new BadMessageException("a message that was taken before");
    }
  }

  private JsonObject object(byte[] frame) {
    return gson.fromJson(new String(frame, UTF_8), JsonObject.class);
  }

  private Instant date(JsonObject header) {
    JsonElement date = header.get("date");
    if (date == null || !date.isJsonPrimitive()) {
      return clock.instant();
    }
    try {
      return OffsetDateTime.parse(date.getAsString()).toInstant();
    } catch (DateTimeException e) {
      return clock.instant();
    }
  }

  /** A new header for a message of that type. */
  JsonObject header(String type) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", session + "_" + sent.incrementAndGet());
    header.addProperty("msg_type", type);
    header.addProperty("username", Header.KERNEL_USERNAME);
    header.addProperty("session", session);
    header.addProperty("date", clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
    header.addProperty("version", PROTOCOL_VERSION);
    return header;
  }

  /** A value as JSON; null members of the library's contents are left out, those of JSON stay. */
  JsonElement tree(Object content) {
    return content instanceof JsonElement element ? element : gson.toJsonTree(content);
  }

  /** A signed message with neither metadata nor blobs. */
  List<byte[]> frames(
      List<byte[]> identities, JsonObject header, JsonObject parentHeader, Object content) {
    return frames(identities, header, parentHeader, NO_METADATA, bytes(tree(content)), List.of());
  }

  /** A signed message. */
  List<byte[]> frames(
      List<byte[]> identities,
      JsonObject header,
      JsonObject parentHeader,
      Map<String, Object> metadata,
      Object content,
      List<byte[]> blobs) {
    return frames(
        identities, header, parentHeader, bytes(Json.of(metadata)), bytes(tree(content)), blobs);
  }

  private List<byte[]> frames(
      List<byte[]> identities,
      JsonObject header,
      JsonObject parentHeader,
      byte[] metadata,
      byte[] content,
      List<byte[]> blobs) {
    byte[] headerBytes = bytes(header);
    byte[] parentBytes = bytes(parentHeader);
    List<byte[]> frames = new ArrayList<>(identities);
    frames.add(DELIMITER);
    frames.add(sign(headerBytes, parentBytes, metadata, content).getBytes(UTF_8));
    frames.add(headerBytes);
    frames.add(parentBytes);
    frames.add(metadata);
    frames.add(content);
    frames.addAll(blobs);
    return frames;
  }

  private byte[] bytes(JsonElement tree) {
    return withNulls.toJson(tree).getBytes(UTF_8);
  }

  private String sign(byte[]... parts) {
    return hmac.calculateSignature(parts);
  }

  private static Gson gson() {
    return new GsonBuilder()
        .setStrictness(Strictness.STRICT)
        .disableHtmlEscaping()
        .registerTypeAdapter(KernelTimestamp.class, KernelTimestampAdapter.INSTANCE)
        .registerTypeAdapter(Header.class, HeaderAdapter.INSTANCE)
        .registerTypeAdapter(MessageType.class, MessageTypeAdapter.INSTANCE)
        .registerTypeAdapter(HistoryRequest.class, HistoryRequestAdapter.INSTANCE)
        .registerTypeAdapter(HistoryEntry.class, HistoryEntryAdapter.INSTANCE)
        .registerTypeAdapter(ExecuteRequest.class, (JsonDeserializer<?>) Wire::executeRequest)
        .create();
  }

  /** The library takes what a client leaves out for false; the protocol says otherwise. */
  private static ExecuteRequest executeRequest(
      JsonElement tree, Type type, JsonDeserializationContext context) {
    JsonObject content = tree.getAsJsonObject();
    boolean silent = flag(content, "silent", false);
    Map<String, String> expressions = new LinkedHashMap<>();
    if (content.get("user_expressions") instanceof JsonObject object) {
      object.asMap().forEach((name, code) -> expressions.put(name, code.getAsString()));
    }
    return new ExecuteRequest(
        content.get("code").getAsString(),
        silent,
        !silent && flag(content, "store_history", true),
        expressions,
        flag(content, "allow_stdin", false),
        flag(content, "stop_on_error", true));
  }

  private static boolean flag(JsonObject content, String name, boolean otherwise) {
    JsonElement flag = content.get(name);
    return (flag == null || flag.isJsonNull()) ? otherwise : flag.getAsBoolean();
  }

  /** The last signatures, oldest first. */
  private static final class Seen extends LinkedHashMap<String, Boolean> {

    private static final long serialVersionUID = 1L;

    synchronized boolean isNew(String signature) {
      return putIfAbsent(signature, true) == null;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }
}
