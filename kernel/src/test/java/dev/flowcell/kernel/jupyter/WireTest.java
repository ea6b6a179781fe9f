package dev.flowcell.kernel.jupyter;

import static dev.flowcell.kernel.jupyter.ScriptedLanguage.DONE;
import static dev.flowcell.kernel.jupyter.TestClient.executeRequest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellSource;
import dev.flowcell.kernel.jupyter.TestClient.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.ZMQ;

/** The sockets under frames that no client should send, and under load. */
@Timeout(60)
class WireTest {

  private static final KernelInfo INFO = new KernelInfo("flowcell", "1.2.3", "", Map.of());

  private final ScriptedLanguage language = new ScriptedLanguage();
  private @TempDir Path folder;
  private Path file;
  private JupyterKernel kernel;
  private TestClient client;

  @BeforeEach
  void start() throws Exception {
    file = TestClient.connectionFile(folder);
    kernel = JupyterKernel.start(file, language, INFO, SessionFiles.none());
    client = TestClient.connect(file);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    kernel.close();
    kernel.awaitShutdown();
  }

  @Test
  void a_wrong_signature_is_dropped() {
    List<byte[]> frames = cell("42");
    frames.set(1, "0".repeat(64).getBytes(UTF_8));

    dropped(frames);
  }

  @Test
  void a_changed_content_is_dropped() {
    List<byte[]> frames = cell("42");
    frames.set(5, executeRequest("print").toString().getBytes(UTF_8));

    dropped(frames);
  }

  @Test
  void a_message_without_delimiter_is_dropped() {
    dropped(List.of("hello".getBytes(UTF_8)));
    dropped(cell("42").subList(1, 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"username", "session", "version", "date"})
  void a_header_need_not_say_who_sends(String lacking) {
    JsonObject header = client.header("kernel_info_request", Instant.now());
    header.remove(lacking);
    byte[] empty = "{}".getBytes(UTF_8);

    client.write(
        client.shell(), client.signed(header.toString().getBytes(UTF_8), empty, empty, empty));

    assertThat(client.receive(client.shell()).text("status")).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE})
  void a_frame_of_impossible_length_ends_its_own_connection_only(long length) throws Exception {
    for (String port : List.of("shell", "control", "stdin", "iopub", "hb")) {
      try (Socket stranger = open(port)) {
        stranger.getOutputStream().write(announced(length));
        stranger.shutdownOutput();
        stranger.getInputStream().readAllBytes();
      }
    }

    assertThat(client.execute("42").status()).isEqualTo("ok");
    TestClient.connect(file).close();
  }

  private Socket open(String port) throws IOException {
    JsonObject ports = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    return new Socket(InetAddress.getLoopbackAddress(), ports.get(port + "_port").getAsInt());
  }

  /** ZeroMQ's greeting, and the head of a first frame. */
  private static byte[] announced(long length) {
    ByteBuffer bytes = ByteBuffer.allocate(64 + 1 + 8);
    bytes.put(0, (byte) 0xff).put(9, (byte) 0x7f).put(10, (byte) 3);
    bytes.put(12, "NULL".getBytes(UTF_8));
    return bytes.put(64, (byte) 2).putLong(65, length).array();
  }

  @Test
  void a_delimiter_with_too_few_frames_is_dropped() {
    for (int length = 1; length < 6; length++) {
      dropped(cell("42").subList(0, length));
    }
  }

  @Test
  void signed_text_that_is_no_json_is_dropped() {
    byte[] header = client.header("execute_request", Instant.now()).toString().getBytes(UTF_8);
    byte[] empty = "{}".getBytes(UTF_8);
    dropped(client.signed("{\"msg_id\": ".getBytes(UTF_8), empty, empty, empty));
    dropped(client.signed("[1, 2]".getBytes(UTF_8), empty, empty, empty));
    dropped(client.signed("null".getBytes(UTF_8), empty, empty, empty));
    dropped(client.signed(empty, empty, empty, empty));
    dropped(client.signed(header, empty, empty, "{code: 42}".getBytes(UTF_8)));
    dropped(client.signed(header, empty, empty, "[".repeat(100_000).getBytes(UTF_8)));
    dropped(client.signed(header, empty, empty, new byte[] {(byte) 0xff, 0, (byte) 0xc0}));
  }

  @Test
  void a_signed_message_that_is_repeated_runs_once() {
    List<byte[]> frames = cell("print");
    client.write(client.shell(), frames);
    assertThat(client.receive(client.shell()).text("status")).isEqualTo("ok");

    dropped(frames);

    assertThat(language.executed()).extracting(CellSource::text).containsOnlyOnce("print");
  }

  @Test
  void mutated_messages_are_dropped_on_every_channel() {
    Random random = new Random(42);
    for (ZMQ.Socket socket : List.of(client.shell(), client.control(), client.stdin())) {
      for (int i = 0; i < 1_000; i++) {
        client.write(socket, mutated(cell("42"), random));
      }
    }

    assertThat(client.execute("print").printed()).isEqualTo("hello, world\n");
    assertThat(client.request(client.control(), "kernel_info_request", new JsonObject()).status())
        .isEqualTo("ok");
    assertThat(language.executed()).extracting(CellSource::text).containsExactly("print");
  }

  @Test
  void every_subscriber_of_iopub_is_welcomed() throws Exception {
    // the first was, or the client would not have connected
    try (TestClient later = TestClient.connect(file)) {
      assertThat(later.execute("42").status()).isEqualTo("ok");
    }
  }

  @Test
  void twenty_thousand_lines_arrive_in_order_in_few_messages() {
    String lines =
        IntStream.range(0, 20_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    language.on(
        "flood",
        (source, output, input) -> {
          lines.lines().forEach(line -> output.print(CellOutput.Stream.STDOUT, line + "\n"));
          return DONE;
        });

    Outcome outcome = client.execute("flood");

    assertThat(outcome.printed()).isEqualTo(lines);
    assertThat(outcome.published("stream")).hasSizeLessThan(500);
  }

  @Test
  void a_cell_of_ten_megabytes_runs() {
    String code = "x".repeat(10_000_000);

    assertThat(client.execute(code).status()).isEqualTo("ok");
    assertThat(language.executed().get(0).text()).isEqualTo(code);
  }

  @Test
  void the_heartbeat_echoes() {
    assertThat(client.beat("beat".getBytes(UTF_8))).isEqualTo("beat".getBytes(UTF_8));
    assertThat(client.beat(new byte[0])).isEmpty();
  }

  @Test
  void a_kernel_without_a_key_takes_unsigned_messages() throws Exception {
    kernel.close();
    kernel.awaitShutdown();
    JsonObject open = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    open.addProperty("key", "");
    Files.writeString(file, open.toString());
    kernel = JupyterKernel.start(file, language, INFO, SessionFiles.none());
    client.close();
    client = TestClient.connect(file);

    assertThat(client.execute("42").status()).isEqualTo("ok");
  }

  @Test
  void a_port_in_use_is_named() throws Exception {
    Path second = TestClient.connectionFile(Files.createDirectory(folder.resolve("second")));
    JsonObject ports = JsonParser.parseString(Files.readString(second)).getAsJsonObject();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ports.addProperty("control_port", taken.getLocalPort());
      Files.writeString(second, ports.toString());

      assertThatThrownBy(() -> JupyterKernel.start(second, language, INFO, SessionFiles.none()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("can't listen on tcp://127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("control_port of " + second)
          .hasMessageContaining("the port is in use");
    }
    // the other ports were given back
    JupyterKernel retried = JupyterKernel.start(second, language, INFO, SessionFiles.none());
    retried.close();
    retried.awaitShutdown();
  }

  @Test
  void an_unusable_connection_file_is_an_error_that_says_why() throws Exception {
    Path bad = folder.resolve("bad.json");
    complains(bad, "there is no such file");
    Files.writeString(bad, "{not json");
    complains(bad, "it is not the JSON that Jupyter writes");
    Files.writeString(bad, "");
    complains(bad, "it is empty");
    Files.writeString(bad, Files.readString(file).replace("shell_port", "shel_port"));
    complains(bad, "it has no valid \"shell_port\"");
    Files.writeString(bad, Files.readString(file).replace("\"tcp\"", "\"ipc\""));
    complains(bad, "its \"transport\" is not \"tcp\"");
    Files.writeString(bad, Files.readString(file).replace("hmac-sha256", "hmac-rot13"));
    complains(bad, "its \"signature_scheme\" is not one that Java knows");
  }

  private void complains(Path bad, String complaint) {
    assertThatThrownBy(() -> JupyterKernel.start(bad, language, INFO, SessionFiles.none()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(bad.toString())
        .hasMessageContaining(complaint);
  }

  private List<byte[]> cell(String code) {
    return client.frames(
        client.header("execute_request", Instant.now()), new JsonObject(), executeRequest(code));
  }

  /** Sends frames that must have no effect, then sees that a cell runs, the only one. */
  private void dropped(List<byte[]> frames) {
    client.write(client.shell(), frames);
    int before = language.executed().size();

    Outcome outcome = client.execute("next");

    assertThat(outcome.types()).containsExactly("busy", "execute_input", "idle");
    assertThat(language.executed()).hasSize(before + 1);
  }

  /** The frames with one taken out, sent before itself, cut, or changed in a byte. */
  private static List<byte[]> mutated(List<byte[]> frames, Random random) {
    List<byte[]> mutated = new ArrayList<>(frames);
    // not the last frame: one more behind it is a blob, and may be there
    int at = random.nextInt(frames.size() - 1);
    byte[] frame = frames.get(at).clone();
    switch (random.nextInt(4)) {
      case 0 -> mutated.remove(at);
      case 1 -> mutated.add(at, frame);
      case 2 -> mutated.set(at, Arrays.copyOf(frame, random.nextInt(frame.length)));
      default -> {
        frame[random.nextInt(frame.length)] ^= (byte) (1 + random.nextInt(255));
        mutated.set(at, frame);
      }
    }
    return mutated;
  }
}
