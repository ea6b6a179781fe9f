package dev.flowcell.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class SocketsTest {

  @Test
  void a_thread_of_zeromq_outlives_a_full_heap() throws InterruptedException {
    Queue<Error> errors =
        new ArrayDeque<>(List.of(new OutOfMemoryError("full"), new StackOverflowError()));

    Thread thread =
        Sockets.lastingThread(
            () -> {
              if (!errors.isEmpty()) {
                throw errors.remove();
              }
            },
            "io");
    thread.start();
    thread.join();

    assertThat(errors).isEmpty();
    assertThat(thread.isDaemon()).isTrue();
  }
}
