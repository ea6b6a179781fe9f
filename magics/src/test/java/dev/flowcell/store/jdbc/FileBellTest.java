package dev.flowcell.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class FileBellTest {

  @TempDir private Path folder;

  private final BlockingQueue<String> rings = new LinkedBlockingQueue<>();

  @Test
  void it_rings_when_its_file_is_made_and_at_each_write() throws Exception {
    Path file = folder.resolve("runs.db-wal");
    try (FileBell bell = FileBell.at(file, () -> rings.add("ring")).orElseThrow()) {
      assertThat(bell).isNotNull();
      Files.writeString(file, "a");
      await_rings();
      Files.writeString(file, "b", StandardOpenOption.APPEND);
      await_rings();
    }
  }

  /** One at once, and one a little later. */
  private void await_rings() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      assertThat(rings.poll(1, TimeUnit.MINUTES)).isEqualTo("ring");
    }
  }

  @Test
  void it_does_not_ring_for_other_files() throws Exception {
    Path file = folder.resolve("runs.db-wal");
    Path other = folder.resolve("runs.db");
    Path ring = folder.resolve("rung");
    try (FileBell its = FileBell.at(file, () -> rings.add("its")).orElseThrow();
        FileBell others = FileBell.at(ring, () -> rings.add("other's")).orElseThrow()) {
      assertThat(its).isNotSameAs(others);
      Files.writeString(other, "a");
      Files.writeString(ring, "a");

      assertThat(rings.poll(1, TimeUnit.MINUTES)).isEqualTo("other's");
      assertThat(rings.poll(1, TimeUnit.MINUTES)).isEqualTo("other's");
      assertThat(rings).doesNotContain("its");
    }
  }

  @Test
  void there_is_none_in_a_folder_that_is_not_there() {
    assertThat(FileBell.at(folder.resolve("no").resolve("file"), () -> {})).isEmpty();
  }

  @Test
  void its_thread_ends_with_it() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "a");
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    FileBell bell = FileBell.at(file, () -> threads.add(Thread.currentThread())).orElseThrow();
    Files.writeString(file, "b");
    Thread thread = threads.poll(1, TimeUnit.MINUTES);
    bell.close();

    assertThat(thread).isNotNull();
    thread.join(60_000);
    assertThat(thread.isAlive()).isFalse();
  }
}
