package dev.flowcell.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.run.RunEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir Path folder;

  @Test
  void every_event_comes_back_as_it_was() throws IOException {
    List<RunEvent> events = new RandomEvents(1).next(600);
    try (Journal journal = Journal.open(folder, "random", 100_000)) {
      events.forEach(journal::append);

      assertThat(Events.all(journal)).isEqualTo(events);
      assertThat(Events.all(journal::read, Position.START, 1)).isEqualTo(events);
      assertThat(files()).hasSizeGreaterThan(5);
    }
  }

  @Test
  void reading_can_begin_anywhere_and_knows_what_was_said_once_before() throws IOException {
    try (Journal journal = Journal.open(folder, "middle", 5_000)) {
      List<Position> places = new ArrayList<>();
      List<RunEvent> events = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        places.add(journal.end());
        events.add(Events.task("run " + i, "a long source " + i % 4));
        journal.append(events.get(i));
      }
      Random random = new Random(5);
      for (int i = 0; i < 200; i++) {
        int from = random.nextInt(300);
        assertThat(Events.all(journal::read, places.get(from), 700))
            .isEqualTo(events.subList(from, 300));
      }
    }
  }

  @Test
  void a_source_that_many_runs_share_is_written_once_a_file() throws IOException {
    String source = "x".repeat(10_000);
    try (Journal journal = Journal.open(folder, "shared")) {
      for (int i = 0; i < 1_000; i++) {
        journal.append(Events.task("run " + i, source));
      }
      assertThat(journal.end().offset()).isLessThan(10_000 + 1_000 * 100);
    }
  }

  @Test
  void a_batch_ends_where_its_bytes_do_and_holds_one_event_at_least() throws IOException {
    try (Journal journal = Journal.open(folder, "batches")) {
      journal.append(Events.line("x".repeat(500_000)));
      for (int i = 0; i < 1_000; i++) {
        journal.append(Events.line("short"));
      }

      Batch first = journal.read(Position.START, 1_000);
      Batch second = journal.read(first.end(), 1_000);

      assertThat(first.events()).hasSize(1);
      assertThat(second.events()).hasSizeBetween(10, 40);
    }
  }

  @Test
  void the_end_has_an_empty_batch_until_more_comes() throws IOException {
    try (Journal journal = Journal.open(folder, "end")) {
      assertThat(journal.read(Position.START, 100)).isEqualTo(new Batch(List.of(), journal.end()));

      journal.append(Events.line("a"));
      Position end = journal.read(Position.START, 100).end();
      assertThat(end).isEqualTo(journal.end());
      assertThat(journal.read(end, 100)).isEqualTo(new Batch(List.of(), end));

      journal.append(Events.line("b"));
      assertThat(Events.texts(journal.read(end, 100).events())).containsExactly("b");
    }
  }

  @Test
  void threads_append_at_once_and_each_keeps_its_order_while_another_reads() throws Exception {
    int threads = 4;
    int each = 5_000;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Journal journal = Journal.open(folder, "threads", 100_000)) {
      List<Future<?>> ends = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String name = "thread-" + thread;
        ends.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    journal.append(Events.task(name + " " + i, name));
                  }
                }));
      }
      List<String> read = new ArrayList<>();
      Position place = Position.START;
      while (read.size() < threads * each) {
        Batch batch = journal.read(place, 10_000);
        read.addAll(Events.texts(batch.events()));
        place = batch.end();
        journal.release(place);
      }
      for (Future<?> end : ends) {
        end.get();
      }

      for (int thread = 0; thread < threads; thread++) {
        String name = "thread-" + thread + " ";
        assertThat(read.stream().filter(text -> text.startsWith(name)))
            .containsExactlyElementsOf(
                Stream.iterate(0, i -> i + 1).limit(each).map(i -> name + i).toList());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void an_interrupted_thread_appends_reads_and_stays_interrupted() throws Exception {
    List<RunEvent> events = new RandomEvents(2).next(500);
    Thread.currentThread().interrupt();
    try (Journal journal = Journal.open(folder, "interrupted", 10_000)) {
      events.forEach(journal::append);
      List<RunEvent> read = Events.all(journal);
      journal.beat();
      assertThat(AbandonedJournal.in(folder, JournalTest::refuse)).isEmpty();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(read).isEqualTo(events);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void interrupts_at_any_moment_lose_no_event() throws Exception {
    try (Journal journal = Journal.open(folder, "interrupts", 10_000)) {
      int count = 20_000;
      Thread appender =
          new Thread(
              () -> {
                for (int i = 0; i < count; i++) {
                  journal.append(Events.line("" + i));
                }
              });
      appender.start();
      while (appender.isAlive()) {
        appender.interrupt();
      }

      assertThat(Events.all(journal)).hasSize(count);
    }
  }

  @Test
  void an_event_that_cant_be_written_takes_no_other_with_it() throws IOException {
    @SuppressWarnings("NullAway") // that somebody breaks the promise is the point
    RunEvent broken = Events.task(null, "source");
    try (Journal journal = Journal.open(folder, "broken")) {
      journal.append(Events.task("before", "source"));
      assertThatThrownBy(() -> journal.append(broken)).isInstanceOf(NullPointerException.class);
      RunEvent after = Events.task("after", "source");
      journal.append(after);

      assertThat(Events.texts(Events.all(journal))).containsExactly("before", "after");
      assertThat(Events.all(journal)).contains(after);
    }
  }

  @Test
  void events_appended_together_are_read_in_their_order() throws IOException {
    try (Journal journal = Journal.open(folder, "together")) {
      journal.append(List.of(Events.task("a", "same"), Events.line("b"), Events.line("c")));
      journal.append(Events.task("d", "same"));

      Batch batch = journal.read(Position.START, 10_000);

      assertThat(Events.texts(batch.events())).containsExactly("a", "b", "c", "d");
    }
  }

  @Test
  void what_is_released_is_deleted_file_by_file_and_the_rest_on_closing() throws IOException {
    Journal journal = Journal.open(folder, "released", 100);
    for (int i = 0; i < 10; i++) {
      journal.append(Events.line("x".repeat(100)));
    }
    assertThat(files()).hasSize(11);

    journal.release(new Position(7, 8));
    assertThat(files())
        .containsExactlyInAnyOrder(
            "released.lock", "released-7.journal", "released-8.journal", "released-9.journal");

    journal.release(journal.end());
    assertThat(files()).containsExactlyInAnyOrder("released.lock", "released-9.journal");

    journal.close();
    assertThat(files()).isEmpty();
  }

  @Test
  void what_is_not_released_outlives_closing() throws IOException {
    Journal journal = Journal.open(folder, "kept");
    journal.append(Events.line("a"));
    journal.release(journal.end());
    journal.append(Events.line("b"));
    journal.close();

    try (AbandonedJournal found = AbandonedJournal.in(folder, JournalTest::refuse).get(0)) {
      assertThat(Events.texts(Events.all(found))).containsExactly("a", "b");
    }
  }

  @Test
  void nothing_is_appended_to_a_closed_journal() throws IOException {
    Journal journal = Journal.open(folder, "closed");
    journal.append(Events.line("a"));
    journal.close();
    journal.close();

    assertThatThrownBy(() -> journal.append(Events.line("b")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("closed");
    assertThat(files()).hasSize(2);
  }

  @Test
  void an_id_has_one_journal() throws IOException {
    try (Journal journal = Journal.open(folder, "one")) {
      assertThatThrownBy(() -> Journal.open(folder, "one"))
          .isInstanceOf(FileAlreadyExistsException.class);
      journal.append(Events.line("a"));
    }
    Files.delete(folder.resolve("one.lock"));
    assertThatThrownBy(() -> Journal.open(folder, "one"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Journal.open(folder, "../one"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void its_owner_alone_can_read_it() throws IOException {
    Path fresh = folder.resolve("a/b");
    try (Journal journal = Journal.open(fresh, "private")) {
      journal.append(Events.line("a"));

      assertThat(permissions(fresh)).isEqualTo("rwx------");
      assertThat(permissions(fresh.resolve("private.lock"))).isEqualTo("rw-------");
      assertThat(permissions(fresh.resolve("private-0.journal"))).isEqualTo("rw-------");
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void refuse(String notice) {
    throw new AssertionError(notice);
  }
}
