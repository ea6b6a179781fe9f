package dev.flowcell.kernel.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowcell.kernel.jupyter.TestClient.Received;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.ZMQ;

/** Whatever comes over the wire: the next cell runs. */
class WireFuzzTest {

  private static final int BATCHES = 30;
  private static final int MESSAGES = 100;

  /** Not those that rightly stop cells or the kernel. */
  private static final List<String> TYPES =
      List.of(
          "execute_request",
          "complete_request",
          "inspect_request",
          "history_request",
          "is_complete_request",
          "kernel_info_request",
          "comm_info_request",
          "comm_open",
          "comm_msg",
          "comm_close",
          "input_reply",
          "debug_request",
          "no_such_request");

  private static final List<String> CONTENTS =
      List.of(
          "{}",
          "null",
          "[1]",
          "7",
          "{\"code\": \"42\", \"silent\": \"maybe\"}",
          "{\"code\": null, \"cursor_pos\": -1}",
          "{\"code\": \"x\", \"cursor_pos\": 99999999999999, \"detail_level\": 1e400}",
          "{\"comm_id\": {}, \"target_name\": [], \"data\": 3}",
          "{\"hist_access_type\": \"search\", \"pattern\": \"[\", \"n\": -3}",
          "{\"hist_access_type\": 3, \"session\": {}, \"start\": \"a\"}",
          "{\"code\": \"\\ud800\", \"user_expressions\": {\"a\": [1]}}",
          "[".repeat(20_000),
          "{\"a\":".repeat(20_000));

  private final Random random = new Random(20261123);

  @Test
  void the_next_cell_runs(@TempDir Path folder) throws Exception {
    Path file = TestClient.connectionFile(folder);
    KernelInfo info = new KernelInfo("fuzzed", "1", "", Map.of());
    try (JupyterKernel kernel =
            JupyterKernel.start(file, new ScriptedLanguage(), info, SessionFiles.none());
        TestClient client = TestClient.connect(file)) {
      List<ZMQ.Socket> sockets = List.of(client.shell(), client.control(), client.stdin());
      for (int batch = 0; batch < BATCHES; batch++) {
        for (int i = 0; i < MESSAGES; i++) {
          client.write(sockets.get(random.nextInt(sockets.size())), mutated(client));
        }
        writeNoise(file);
        assertThat(runs(client)).as("batch %d", batch).isTrue();
        assertThat(client.beat(new byte[] {1})).containsExactly(1);
      }
      assertThat(kernel.comms()).isNotNull();
    }
  }

  private static boolean runs(TestClient client) {
    String id = client.send(client.shell(), "execute_request", TestClient.executeRequest("42"));
    Received reply = client.receive(client.shell());
    while (!reply.answers(id)) {
      reply = client.receive(client.shell());
    }
    return reply.text("status").equals("ok")
        && client.published(id).stream().anyMatch(each -> each.type().equals("execute_result"));
  }

  private List<byte[]> mutated(TestClient client) {
    String type = TYPES.get(random.nextInt(TYPES.size()));
    JsonObject header = client.header(type, Instant.now());
    byte[] content = CONTENTS.get(random.nextInt(CONTENTS.size())).getBytes(UTF_8);
    byte[] parent = "{}".getBytes(UTF_8);
    byte[][] parts = {header.toString().getBytes(UTF_8), parent, parent.clone(), content};
    boolean signed = random.nextBoolean();
    if (signed) {
      // rightly signed, so that it reaches the readers of JSON
      int at = random.nextInt(parts.length);
      parts[at] = random.nextInt(3) == 0 ? changed(parts[at]) : parts[at];
      return client.signed(parts);
    }
    List<byte[]> frames = new ArrayList<>(client.signed(parts));
    for (int change = 1 + random.nextInt(3); change > 0 && frames.size() > 1; change--) {
      int at = random.nextInt(frames.size());
      switch (random.nextInt(5)) {
        case 0 -> frames.remove(at);
        case 1 -> frames.add(at, frames.get(random.nextInt(frames.size())));
        case 2 -> Collections.swap(frames, at, random.nextInt(frames.size()));
        case 3 -> frames.set(at, noise(random.nextInt(2_000)));
        default -> frames.set(at, changed(frames.get(at)));
      }
    }
    return frames;
  }

  private byte[] changed(byte[] frame) {
    byte[] changed =
        Arrays.copyOf(frame, frame.length - random.nextInt(Math.min(4, frame.length + 1)));
    if (changed.length > 0) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  /** What is no ZeroMQ at all, from a program that took the port for another one. */
  private void writeNoise(Path connectionFile) throws IOException {
    JsonObject ports = JsonParser.parseString(Files.readString(connectionFile)).getAsJsonObject();
    String name = List.of("shell_port", "iopub_port", "hb_port").get(random.nextInt(3));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.get(name).getAsInt());
        OutputStream out = socket.getOutputStream()) {
      out.write(noise(1_000));
    } catch (IOException e) {
      // the kernel has hung up: so it should
    }
  }
}
