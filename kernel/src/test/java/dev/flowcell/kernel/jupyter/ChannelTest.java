package dev.flowcell.kernel.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

@Timeout(60)
final class ChannelTest {

  private static final int PATIENCE_MS = 10_000;

  private final ZMQ.Context context = ZMQ.context(1);
  private final ZMQ.Socket client = context.socket(SocketType.DEALER);
  private Channel channel;

  @BeforeEach
  void connect() throws Exception {
    ZMQ.Socket socket = context.socket(SocketType.ROUTER);
    channel = new Channel("test", socket);
    int port = socket.bindToRandomPort("tcp://127.0.0.1");
    client.setReceiveTimeOut(PATIENCE_MS);
    client.connect("tcp://127.0.0.1:" + port);
  }

  @AfterEach
  @Timeout(10)
  void close() throws Exception {
    channel.close();
    client.close();
    context.close();
  }

  @Test
  void what_comes_while_something_is_sent_is_not_left_lying() {
    // from another thread: the channel's own is back at its socket, or about to sleep, by then
    Executor others = ForkJoinPool.commonPool();
    channel.start(frames -> others.execute(() -> channel.send(frames)));
    int waiting = 0;
    for (int i = 0; i < 20_000; i++) {
      client.send("message " + i);
      waiting++;
      // one, two or three are under way at a time
      while (waiting > i % 3) {
        assertThat(client.recv()).as("answer to one of the first %d", i).isNotNull();
        waiting--;
      }
    }
  }

  @Test
  void an_interrupted_thread_can_send_and_the_channel_goes_on() throws Exception {
    byte[] to = greetedBy();

    Thread interrupted =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              channel.send(List.of(to, "from an interrupted thread".getBytes(UTF_8)));
            });
    interrupted.start();
    interrupted.join();
    channel.send(List.of(to, "and another".getBytes(UTF_8)));

    assertThat(client.recvStr()).isEqualTo("from an interrupted thread");
    assertThat(client.recvStr()).isEqualTo("and another");
  }

  @Test
  void closing_sends_what_is_left() throws Exception {
    byte[] to = greetedBy();

    for (int i = 0; i < 1_000; i++) {
      channel.send(List.of(to, Integer.toString(i).getBytes(UTF_8)));
    }
    channel.close();

    for (int i = 0; i < 1_000; i++) {
      assertThat(client.recvStr()).isEqualTo(Integer.toString(i));
    }
  }

  /** Starts the channel, and tells the identity that the client has there. */
  private byte[] greetedBy() throws Exception {
    CompletableFuture<byte[]> identity = new CompletableFuture<>();
    channel.start(frames -> identity.complete(frames.get(0)));
    client.send("hello");
    return identity.get();
  }
}
