package dev.flowcell.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.RunEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbandonedJournalTest {

  @TempDir Path folder;

  private final List<String> notices = new ArrayList<>();

  @Test
  void a_journal_cut_off_at_any_byte_has_every_whole_event_before() throws IOException {
    List<Long> ends = new ArrayList<>();
    try (Journal journal = Journal.open(folder, "cut")) {
      for (int i = 0; i < 12; i++) {
        journal.append(Events.task("" + i, "source " + i % 3));
        ends.add(journal.end().offset());
      }
    }
    byte[] whole = Files.readAllBytes(segment("cut", 0));
    for (int length = 0; length <= whole.length; length++) {
      int cut = length;
      Files.write(segment("cut", 0), Arrays.copyOf(whole, length));
      try (AbandonedJournal journal = only()) {
        assertThat(Events.all(journal)).hasSize((int) ends.stream().filter(e -> e <= cut).count());
        assertThat(journal.damages()).isZero();
      }
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void a_journal_that_ends_in_zeros_or_garbage_has_every_event_before() throws IOException {
    for (byte[] rest : List.of(new byte[100_000], garbage(1, 100_000))) {
      write("tail", 10);
      Files.write(segment("tail", 0), rest, StandardOpenOption.APPEND);

      try (AbandonedJournal journal = only()) {
        assertThat(Events.all(journal)).hasSize(10);
        assertThat(journal.damages()).isZero();
        journal.delete();
      }
    }
  }

  @Test
  void a_damaged_byte_costs_one_event_and_is_counted() throws IOException {
    List<Long> ends = write("damaged", 5);
    byte[] whole = Files.readAllBytes(segment("damaged", 0));
    for (int at = Segment.HEADER_BYTES; at < ends.get(3); at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x11;
      Files.write(segment("damaged", 0), damaged);
      int place = at;
      int lost = (int) ends.stream().filter(end -> end <= place).count();

      try (AbandonedJournal journal = only()) {
        assertThat(Events.texts(Events.all(journal)))
            .isEqualTo(
                IntStream.range(0, 5).filter(i -> i != lost).mapToObj(i -> "event " + i).toList());
        assertThat(journal.damages()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_task_run_outlives_its_source() throws IOException {
    long begin;
    try (Journal journal = Journal.open(folder, "sourceless")) {
      journal.append(Events.task("first", "one"));
      begin = journal.end().offset();
      journal.append(Events.task("second", "two"));
      journal.append(Events.task("third", "two"));
    }
    damage("sourceless", 0, begin + Segment.FRAME_BYTES + 1);

    try (AbandonedJournal journal = only()) {
      assertThat(Events.all(journal))
          .containsExactly(
              Events.task("first", "one"), Events.task("second", ""), Events.task("third", ""));
      assertThat(journal.damages()).isEqualTo(1);
    }
  }

  @Test
  void files_that_are_damaged_missing_or_empty_cost_what_they_held_only() throws IOException {
    try (Journal journal = Journal.open(folder, "gaps", 100)) {
      for (int i = 0; i < 6; i++) {
        journal.append(Events.line("x".repeat(100) + i));
      }
    }
    Files.delete(segment("gaps", 1));
    Files.write(segment("gaps", 2), new byte[0]);
    Files.write(segment("gaps", 3), garbage(3, 5_000));
    damage("gaps", 4, Files.size(segment("gaps", 4)) - 1);

    try (AbandonedJournal journal = only()) {
      assertThat(Events.texts(Events.all(journal)))
          .extracting(text -> text.charAt(100))
          .containsExactly('0', '5');
      assertThat(journal.damages()).isEqualTo(2);
    }
  }

  @Test
  void no_damage_of_any_kind_makes_reading_fail() throws IOException {
    List<RunEvent> events = new RandomEvents(7).next(40);
    try (Journal journal = Journal.open(folder, "any")) {
      events.forEach(journal::append);
    }
    byte[] whole = Files.readAllBytes(segment("any", 0));
    Random random = new Random(8);
    for (int round = 0; round < 200; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(5); i >= 0; i--) {
        int at = Segment.HEADER_BYTES + random.nextInt(whole.length - Segment.HEADER_BYTES);
        damaged[at] = (byte) random.nextInt();
      }
      Files.write(segment("any", 0), damaged);
      try (AbandonedJournal journal = only()) {
        assertThat(Events.all(journal)).hasSizeBetween(30, 40);
      }
    }
  }

  @Test
  void reading_can_begin_where_another_process_had_come_to() throws IOException {
    List<Position> places = new ArrayList<>();
    try (Journal journal = Journal.open(folder, "resumed", 300)) {
      for (int i = 0; i < 30; i++) {
        places.add(journal.end());
        journal.append(Events.task("" + i, "source " + i % 3));
      }
      journal.release(places.get(15));
    }
    for (int from = 15; from < 30; from++) {
      try (AbandonedJournal journal = only()) {
        List<RunEvent> read = Events.all(journal::read, places.get(from), 1_000);
        assertThat(Events.texts(read))
            .isEqualTo(IntStream.range(from, 30).mapToObj(i -> "" + i).toList());
        assertThat(read.get(0)).isEqualTo(Events.task("" + from, "source " + from % 3));
      }
    }
  }

  @Test
  void only_one_has_it_until_it_is_closed_and_nobody_once_it_is_deleted() throws IOException {
    write("one", 1);
    AbandonedJournal journal = only();
    assertThat(found()).isEmpty();

    journal.close();
    journal = only();
    journal.delete();
    assertThat(found()).isEmpty();
    journal.close();
    assertThat(found()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_journal_of_this_process_is_not_abandoned() throws IOException {
    try (Journal journal = Journal.open(folder, "mine")) {
      journal.append(Events.line("a"));

      assertThat(found()).isEmpty();
    }
    only().close();
  }

  @Test
  void journals_that_come_and_go_while_one_looks_are_no_trouble() throws Exception {
    ExecutorService others = Executors.newSingleThreadExecutor();
    try {
      Future<?> writes =
          others.submit(
              () -> {
                for (int i = 0; i < 500; i++) {
                  Journal journal = Journal.open(folder, "brief-" + i);
                  journal.append(Events.line("a"));
                  journal.release(journal.end());
                  journal.close();
                }
                return null;
              });
      while (!writes.isDone()) {
        assertThat(found()).isEmpty();
      }
      writes.get();
    } finally {
      others.shutdownNow();
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void the_process_was_last_seen_at_its_last_beat_or_event() throws IOException {
    Instant early = Instant.parse("2026-01-01T00:00:00Z");
    Instant late = early.plusSeconds(60);
    write("seen", 1);
    Path lock = folder.resolve("seen.lock");

    Files.setLastModifiedTime(lock, FileTime.from(late));
    Files.setLastModifiedTime(segment("seen", 0), FileTime.from(early));
    try (AbandonedJournal journal = only()) {
      assertThat(journal.lastSeen()).isEqualTo(late);
    }
    Files.setLastModifiedTime(lock, FileTime.from(early));
    Files.setLastModifiedTime(segment("seen", 0), FileTime.from(late));
    try (AbandonedJournal journal = only()) {
      assertThat(journal.lastSeen()).isEqualTo(late);
    }
    Files.delete(lock);
    try (AbandonedJournal journal = only()) {
      assertThat(journal.lastSeen()).isEqualTo(late);
    }
  }

  @Test
  void a_beat_sets_the_time_of_the_lease_to_now() throws IOException {
    Path lock = folder.resolve("beats.lock");
    try (Journal journal = Journal.open(folder, "beats")) {
      Instant before = Files.getLastModifiedTime(lock).toInstant();
      assertThat(lock.toFile().setLastModified(0)).isTrue();

      journal.beat();
      assertThat(Files.getLastModifiedTime(lock).toInstant())
          .isAfterOrEqualTo(before.minusSeconds(1));
    }
  }

  @Test
  void a_process_that_appended_nothing_leaves_nothing_to_fold() throws IOException {
    Files.createFile(folder.resolve("idle.lock"));

    assertThat(found()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_journal_of_a_newer_flowcell_is_left_alone_and_said() throws IOException {
    write("newer", 1);
    try (RandomAccessFile file = new RandomAccessFile(segment("newer", 0).toFile(), "rw")) {
      file.seek(4);
      file.writeInt(Segment.VERSION + 1);
    }
    byte[] before = Files.readAllBytes(segment("newer", 0));

    assertThat(found()).isEmpty();
    assertThat(notices).singleElement().asString().contains("newer-0.journal", "update Flowcell");
    assertThat(segment("newer", 0)).hasBinaryContent(before);
    assertThat(folder.resolve("newer.lock")).exists();
  }

  @Test
  void files_of_others_are_left_alone_and_keep_no_journal_from_being_found() throws IOException {
    Files.write(folder.resolve("other-0.journal"), garbage(9, 1_000));
    Files.write(folder.resolve("notes.txt"), garbage(9, 1_000));
    Files.createDirectory(folder.resolve("folder-0.journal"));
    Files.createDirectory(folder.resolve("folder.lock"));
    write("ours", 1);

    try (AbandonedJournal journal = only()) {
      assertThat(journal.processId()).isEqualTo("ours");
    }
    assertThat(notices).singleElement().asString().contains("other-0.journal", "move it away");
    assertThat(folder.resolve("other-0.journal")).exists();
    assertThat(folder.resolve("other.lock")).doesNotExist();
  }

  @Test
  void what_version_1_wrote_is_read_for_ever() throws IOException {
    try (InputStream written = getClass().getResourceAsStream("version-1.journal")) {
      Files.copy(Objects.requireNonNull(written), segment("old", 0));
    }
    try (AbandonedJournal journal = only()) {
      assertThat(Events.all(journal)).isEqualTo(Events.oneOfEachKind());
    }
  }

  @Test
  void no_folder_has_no_journals() throws IOException {
    assertThat(AbandonedJournal.in(folder.resolve("missing"), notices::add)).isEmpty();
  }

  /** Where each event ends. */
  private List<Long> write(String id, int events) throws IOException {
    List<Long> ends = new ArrayList<>();
    try (Journal journal = Journal.open(folder, id)) {
      for (int i = 0; i < events; i++) {
        journal.append(Events.line("event " + i));
        ends.add(journal.end().offset());
      }
    }
    return ends;
  }

  private void damage(String id, int number, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(segment(id, number));
    bytes[(int) at] ^= 0x11;
    Files.write(segment(id, number), bytes);
  }

  private AbandonedJournal only() throws IOException {
    List<AbandonedJournal> found = found();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<AbandonedJournal> found() throws IOException {
    return AbandonedJournal.in(folder, notices::add);
  }

  private Path segment(String id, int number) {
    return folder.resolve(id + "-" + number + ".journal");
  }

  private static byte[] garbage(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
