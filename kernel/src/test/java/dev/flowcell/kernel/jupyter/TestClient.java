package dev.flowcell.kernel.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A Jupyter client over real sockets, written without the kernel's own classes. It waits for half a
 * minute at most, then fails. For one thread.
 */
public final class TestClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 30_000;
  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(UTF_8);

  private final ZContext context = new ZContext();
  private final String session = UUID.randomUUID().toString();
  private final byte[] identity = session.getBytes(UTF_8);
  private final JsonObject connection;
  private final ZMQ.Socket shell;
  private final ZMQ.Socket control;
  private final ZMQ.Socket stdin;
  private final ZMQ.Socket heartbeat;
  private final ZMQ.Socket iopub;
  private final List<Received> kept = new ArrayList<>();

  /** A message that came from the kernel. */
  public record Received(
      JsonObject header, JsonObject parent, JsonObject metadata, JsonObject content) {

    /** Its type; of a status message the state. */
    public String type() {
      String type = header.get("msg_type").getAsString();
      return type.equals("status") ? text("execution_state") : type;
    }

    /** A member of its content, as text. */
    public String text(String name) {
      JsonElement member = content.get(name);
      return member.isJsonPrimitive() ? member.getAsString() : member.toString();
    }

    boolean answers(String id) {
      return parent.has("msg_id") && parent.get("msg_id").getAsString().equals(id);
    }
  }

  /** What became of a request: its reply, and all that was published from busy to idle. */
  public record Outcome(Received reply, List<Received> published) {

    public List<String> types() {
      return published.stream().map(Received::type).toList();
    }

    /** What was published of that type. */
    public List<Received> published(String type) {
      return published.stream().filter(message -> message.type().equals(type)).toList();
    }

    /** All that was printed, both streams together. */
    public String printed() {
      StringBuilder text = new StringBuilder();
      published("stream").forEach(message -> text.append(message.text("text")));
      return text.toString();
    }

    public String status() {
      return reply.text("status");
    }
  }

  /** Connects to the kernel of that connection file, and waits until its iopub has welcomed us. */
  public static TestClient connect(Path connectionFile) throws IOException {
    TestClient client = new TestClient(connectionFile);
    client.nextPublished("iopub_welcome");
    return client;
  }

  private TestClient(Path connectionFile) throws IOException {
    connection = JsonParser.parseString(Files.readString(connectionFile)).getAsJsonObject();
    shell = open(SocketType.DEALER, "shell_port");
    control = open(SocketType.DEALER, "control_port");
    stdin = open(SocketType.DEALER, "stdin_port");
    heartbeat = open(SocketType.REQ, "hb_port");
    iopub = open(SocketType.SUB, "iopub_port");
    iopub.subscribe("");
  }

  private ZMQ.Socket open(SocketType type, String port) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setIdentity(identity);
    socket.setHWM(0);
    socket.setLinger(0);
    socket.setReceiveTimeOut(TIMEOUT_MILLIS);
    socket.connect("tcp://127.0.0.1:" + connection.get(port).getAsInt());
    return socket;
  }

  /** Writes a connection file of free loopback ports into that folder. */
  public static Path connectionFile(Path folder) throws IOException {
    JsonObject file = new JsonObject();
    List<ServerSocket> probes = new ArrayList<>();
    for (String name : List.of("shell", "control", "stdin", "iopub", "hb")) {
      ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      probes.add(probe);
      file.addProperty(name + "_port", probe.getLocalPort());
    }
    for (ServerSocket probe : probes) {
      probe.close();
    }
    file.addProperty("ip", "127.0.0.1");
    file.addProperty("transport", "tcp");
    file.addProperty("signature_scheme", "hmac-sha256");
    file.addProperty("key", UUID.randomUUID().toString());
    return Files.writeString(folder.resolve("connection.json"), file.toString());
  }

  public ZMQ.Socket shell() {
    return shell;
  }

  public ZMQ.Socket control() {
    return control;
  }

  public ZMQ.Socket stdin() {
    return stdin;
  }

  /** Runs a cell as JupyterLab does. */
  public Outcome execute(String code) {
    return request("execute_request", executeRequest(code));
  }

  /** The content of an execute request. */
  public static JsonObject executeRequest(String code) {
    JsonObject content = new JsonObject();
    content.addProperty("code", code);
    content.addProperty("silent", false);
    content.addProperty("store_history", true);
    content.add("user_expressions", new JsonObject());
    content.addProperty("allow_stdin", true);
    content.addProperty("stop_on_error", true);
    return content;
  }

  /** Sends a request on shell and waits until it is answered and the kernel is idle again. */
  public Outcome request(String type, JsonObject content) {
    return request(shell, type, content);
  }

  /** Sends a request and waits until it is answered and the kernel is idle again. */
  public Outcome request(ZMQ.Socket socket, String type, JsonObject content) {
    return outcome(socket, send(socket, type, content));
  }

  /** The outcome of the request of that id, whose reply is the next on its socket. */
  public Outcome outcome(ZMQ.Socket socket, String id) {
    Received reply = receive(socket);
    if (!reply.answers(id)) {
      throw new AssertionError("this answers another request: " + reply);
    }
    return new Outcome(reply, published(id));
  }

  /** All that is published for a request, until the kernel is idle; other messages are kept. */
  public List<Received> published(String id) {
    List<Received> published = new ArrayList<>();
    do {
      published.add(nextPublished(message -> message.answers(id)));
    } while (!published.get(published.size() - 1).type().equals("idle"));
    return published;
  }

  /** The next message of that type on iopub; others are kept. */
  public Received nextPublished(String type) {
    return nextPublished(message -> message.type().equals(type));
  }

  private Received nextPublished(Predicate<Received> wanted) {
    for (Iterator<Received> passed = kept.iterator(); passed.hasNext(); ) {
      Received message = passed.next();
      if (wanted.test(message)) {
        passed.remove();
        return message;
      }
    }
    Received message = receive(iopub);
    while (!wanted.test(message)) {
      kept.add(message);
      message = receive(iopub);
    }
    return message;
  }

  /** Sends a message and returns its id. */
  public String send(ZMQ.Socket socket, String type, JsonElement content) {
    return send(socket, header(type, Instant.now()), new JsonObject(), content);
  }

  /** Sends a message with that header and returns its id. */
  public String send(ZMQ.Socket socket, JsonObject header, JsonObject parent, JsonElement content) {
    write(socket, frames(header, parent, content));
    return header.get("msg_id").getAsString();
  }

  /** A header of this client's session. */
  public JsonObject header(String type, Instant date) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", UUID.randomUUID().toString());
    header.addProperty("msg_type", type);
    header.addProperty("username", "tester");
    header.addProperty("session", session);
    header.addProperty("date", date.toString());
    header.addProperty("version", "5.4");
    return header;
  }

  /** The signed frames of a message. */
  public List<byte[]> frames(JsonObject header, JsonObject parent, JsonElement content) {
    return signed(
        header.toString().getBytes(UTF_8),
        parent.toString().getBytes(UTF_8),
        "{}".getBytes(UTF_8),
        content.toString().getBytes(UTF_8));
  }

  /** Those four frames, whatever they hold, behind the delimiter and their right signature. */
  public List<byte[]> signed(byte[]... parts) {
    List<byte[]> frames = new ArrayList<>();
    frames.add(DELIMITER);
    frames.add(sign(parts).getBytes(UTF_8));
    frames.addAll(List.of(parts));
    return frames;
  }

  private String sign(byte[]... parts) {
    String key = connection.get("key").getAsString();
    if (key.isEmpty()) {
      return "";
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "hmac"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends frames as they are. */
  public void write(ZMQ.Socket socket, List<byte[]> frames) {
    for (int i = 0; i < frames.size(); i++) {
      socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
    }
  }

  /** Waits for the next message; fails when it is unsigned or none comes. */
  public Received receive(ZMQ.Socket socket) {
    List<byte[]> frames = new ArrayList<>();
    byte @Nullable [] frame = socket.recv();
    if (frame == null) {
      throw new AssertionError("no message within " + TIMEOUT_MILLIS + " ms");
    }
    frames.add(frame);
    while (socket.hasReceiveMore()) {
      frames.add(socket.recv());
    }
    int delimiter = 0;
    while (!new String(frames.get(delimiter), UTF_8).equals("<IDS|MSG>")) {
      delimiter++;
    }
    List<byte[]> parts = frames.subList(delimiter + 1, frames.size());
    String signature = sign(parts.get(1), parts.get(2), parts.get(3), parts.get(4));
    if (!signature.equals(new String(parts.get(0), UTF_8))) {
      throw new AssertionError("wrong signature");
    }
    return new Received(
        object(parts.get(1)), object(parts.get(2)), object(parts.get(3)), object(parts.get(4)));
  }

  private static JsonObject object(byte[] frame) {
    return new Gson().fromJson(new String(frame, UTF_8), JsonObject.class);
  }

  /** Sends one beat and returns what comes back. */
  public byte @Nullable [] beat(byte[] beat) {
    heartbeat.send(beat);
    return heartbeat.recv();
  }

  @Override
  public void close() {
    context.close();
  }
}
