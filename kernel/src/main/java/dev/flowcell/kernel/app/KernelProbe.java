package dev.flowcell.kernel.app;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMsg;

/**
 * A kernel started as a Jupyter client starts it, to see that it works: over loopback sockets, with
 * signed messages, and with a home of its own, so that the user's runs stay untouched. Used by one
 * thread; closing it ends the kernel.
 */
final class KernelProbe implements AutoCloseable {

  private static final int TRY_AGAIN_MILLIS = 50;
  private static final int LINES_OF_OUTPUT = 15;

  private final Path folder;
  private final Process process;
  private final Duration patience;
  private final Instant started;
  private final String session = UUID.randomUUID().toString();
  private final String key;
  private final ZContext context = new ZContext();
  private final ZMQ.Socket shell;
  private final ZMQ.Socket control;
  private final ZMQ.Socket iopub;

  private KernelProbe(Path folder, Process process, Connection connection, Duration patience) {
    this.folder = folder;
    this.process = process;
    this.patience = patience;
    this.key = connection.key();
    this.started = Instant.now();
    shell = connect(SocketType.DEALER, connection.shell());
    control = connect(SocketType.DEALER, connection.control());
    iopub = connect(SocketType.SUB, connection.iopub());
    iopub.subscribe(ZMQ.SUBSCRIPTION_ALL);
  }

  /** A kernel did not do what it was asked; the message is a sentence for the user. */
  static final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    Failure(String message) {
      super(message);
    }
  }

  /**
   * Starts a kernel and waits until it answers on all its sockets.
   *
   * @param spec what to start
   * @param patience how long each answer may take
   * @throws Failure when it does not start or not answer
   */
  static KernelProbe start(KernelSpec spec, Duration patience) throws IOException, Failure {
    Path folder = Files.createTempDirectory("flowcell-probe");
    Connection connection = Connection.onFreePorts();
    Path connectionFile = folder.resolve("connection.json");
    Files.writeString(connectionFile, connection.toJson());
    KernelProbe probe =
        new KernelProbe(
            folder, startProcess(spec.argv(connectionFile), folder), connection, patience);
    try {
      probe.awaitReady();
      return probe;
    } catch (Failure failure) {
      probe.process.destroyForcibly();
      probe.close();
      throw failure;
    }
  }

  private static Process startProcess(List<String> command, Path folder)
      throws IOException, Failure {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output(folder).toFile());
    builder.environment().put("FLOWCELL_HOME", folder.resolve("home").toString());
    try {
      return builder.start();
    } catch (IOException e) {
      deleteAll(folder);
      throw new Failure("The kernel cannot be started: " + e.getMessage());
    }
  }

  /**
   * Runs a cell.
   *
   * @return the text of its value; empty when it has none
   * @throws Failure when the cell fails, or no answer comes
   */
  Optional<String> execute(String code) throws Failure {
    JsonObject content = new JsonObject();
    content.addProperty("code", code);
    content.addProperty("silent", false);
    content.addProperty("store_history", true);
    content.add("user_expressions", new JsonObject());
    content.addProperty("allow_stdin", false);
    content.addProperty("stop_on_error", true);
    String request = send(shell, "execute_request", content);
    JsonObject reply =
        await(shell, message -> message.answers(request), "the end of a cell").content();
    if (!"ok".equals(text(reply, "status"))) {
      throw failure(
          "The kernel answers, but the cell `%s` failed: %s: %s"
              .formatted(code, text(reply, "ename"), text(reply, "evalue")));
    }
    return valueOf(request);
  }

  /**
   * Asks what can stand behind the code, and what is known of its end, as an editor does.
   *
   * @throws Failure when no answer comes
   */
  void assist(String code) throws Failure {
    JsonObject content = new JsonObject();
    content.addProperty("code", code);
    content.addProperty("cursor_pos", code.length());
    content.addProperty("detail_level", 0);
    for (String type : List.of("complete_request", "inspect_request")) {
      String request = send(shell, type, content);
      await(shell, message -> message.answers(request), "the answer to a " + type);
    }
  }

  private Optional<String> valueOf(String request) throws Failure {
    Optional<String> value = Optional.empty();
    while (true) {
      Message message = await(iopub, any -> any.answers(request), "the output of a cell");
      if (message.type().equals("execute_result")) {
        value = Optional.of(text(message.content().getAsJsonObject("data"), "text/plain"));
      }
      if (message.isIdle()) {
        return value;
      }
    }
  }

  /** How long the kernel has been running. */
  Duration age() {
    return Duration.between(started, Instant.now());
  }

  /** Asks the kernel to end, and ends it when it does not. */
  @Override
  public void close() {
    try (context) {
      JsonObject content = new JsonObject();
      content.addProperty("restart", false);
      send(control, "shutdown_request", content);
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    deleteAll(folder);
  }

  /** A subscription takes a moment to arrive: asks until the answer is seen on iopub too. */
  private void awaitReady() throws Failure {
    String first = send(shell, "kernel_info_request", new JsonObject());
    await(shell, message -> message.answers(first), "kernel_info");
    Instant deadline = Instant.now().plus(patience);
    do {
      String request = send(shell, "kernel_info_request", new JsonObject());
      await(shell, message -> message.answers(request), "kernel_info");
      if (receive(iopub).isPresent()) {
        return;
      }
    } while (Instant.now().isBefore(deadline));
    throw failure("The kernel answers requests, but publishes nothing on its iopub socket.");
  }

  private Message await(ZMQ.Socket socket, Predicate<Message> wanted, String what) throws Failure {
    Instant deadline = Instant.now().plus(patience);
    while (Instant.now().isBefore(deadline)) {
      Optional<Message> message = receive(socket);
      if (message.isPresent() && wanted.test(message.get())) {
        return message.get();
      }
      if (message.isEmpty() && !process.isAlive()) {
        throw failure("The kernel ended by itself, with exit code " + process.exitValue() + ".");
      }
    }
    throw failure(
        "The kernel started, but %s did not come within %d s."
            .formatted(what, patience.toSeconds()));
  }

  private Optional<Message> receive(ZMQ.Socket socket) {
    return Optional.ofNullable(ZMsg.recvMsg(socket)).flatMap(this::parse);
  }

  private Optional<Message> parse(ZMsg frames) {
    List<byte[]> parts = new ArrayList<>();
    boolean behindDelimiter = false;
    for (var frame : frames) {
      if (behindDelimiter) {
        parts.add(frame.getData());
      }
      behindDelimiter |= frame.streq("<IDS|MSG>");
    }
    if (parts.size() < 5) {
      return Optional.empty();
    }
    String signature = new String(parts.get(0), StandardCharsets.UTF_8);
    if (!signature.equals(sign(parts.subList(1, 5)))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Message(object(parts.get(1)), object(parts.get(2)), object(parts.get(4))));
    } catch (JsonParseException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private String send(ZMQ.Socket socket, String type, JsonObject content) {
    String id = UUID.randomUUID().toString();
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", id);
    header.addProperty("session", session);
    header.addProperty("username", "flowcell");
    header.addProperty("date", Instant.now().toString());
    header.addProperty("msg_type", type);
    header.addProperty("version", "5.3");
    List<byte[]> parts = new ArrayList<>();
    for (JsonElement part : List.of(header, new JsonObject(), new JsonObject(), content)) {
      parts.add(part.toString().getBytes(StandardCharsets.UTF_8));
    }
    ZMsg frames = new ZMsg();
    frames.add("<IDS|MSG>");
    frames.add(sign(parts));
    parts.forEach(frames::add);
    frames.send(socket);
    return id;
  }

  private String sign(List<byte[]> parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      parts.forEach(mac::update);
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private ZMQ.Socket connect(SocketType type, int port) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setLinger(0);
    socket.setReceiveTimeOut(TRY_AGAIN_MILLIS);
    // the kernel binds a moment after it was started
    socket.setReconnectIVL(TRY_AGAIN_MILLIS / 2);
    socket.connect("tcp://127.0.0.1:" + port);
    return socket;
  }

  private Failure failure(String sentence) {
    String tail = tailOfOutput();
    return new Failure(tail.isEmpty() ? sentence : sentence + " It printed:\n" + tail);
  }

  private String tailOfOutput() {
    try {
      List<String> lines =
          new String(Files.readAllBytes(output(folder)), StandardCharsets.UTF_8).lines().toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LINES_OF_OUTPUT), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  private static Path output(Path folder) {
    return folder.resolve("output.txt");
  }

  private static JsonObject object(byte[] json) {
    return JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
  }

  private static String text(@Nullable JsonObject object, String name) {
    JsonElement value = object == null ? null : object.get(name);
    return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
  }

  private static void deleteAll(Path folder) {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // a temporary folder that the system cleans
    }
  }

  private record Message(JsonObject header, JsonObject parent, JsonObject content) {
    String type() {
      return text(header, "msg_type");
    }

    boolean answers(String request) {
      return text(parent, "msg_id").equals(request);
    }

    boolean isIdle() {
      return type().equals("status") && text(content, "execution_state").equals("idle");
    }
  }

  private record Connection(
      int shell, int control, int iopub, int stdin, int heartbeat, String key) {
    static Connection onFreePorts() throws IOException {
      List<ServerSocket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < 5; i++) {
          sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        int[] ports = sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        String key = UUID.randomUUID().toString();
        return new Connection(ports[0], ports[1], ports[2], ports[3], ports[4], key);
      } finally {
        for (ServerSocket socket : sockets) {
          socket.close();
        }
      }
    }

    String toJson() {
      JsonObject json = new JsonObject();
      json.addProperty("transport", "tcp");
      json.addProperty("ip", "127.0.0.1");
      json.addProperty("shell_port", shell);
      json.addProperty("control_port", control);
      json.addProperty("iopub_port", iopub);
      json.addProperty("stdin_port", stdin);
      json.addProperty("hb_port", heartbeat);
      json.addProperty("signature_scheme", "hmac-sha256");
      json.addProperty("key", key);
      json.addProperty("kernel_name", "flowcell");
      return json.toString();
    }
  }
}
