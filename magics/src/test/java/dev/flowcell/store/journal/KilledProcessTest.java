package dev.flowcell.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What other processes leave behind, however they end. */
class KilledProcessTest {

  @TempDir Path folder;

  @Test
  void a_killed_process_loses_no_event_whose_append_had_returned() throws Exception {
    killAndCheck(3);
  }

  @Test
  @Tag("full")
  void a_hundred_killed_processes_lose_no_event_whose_append_had_returned() throws Exception {
    killAndCheck(100);
  }

  private void killAndCheck(int times) throws Exception {
    Random random = new Random(times);
    for (int i = 0; i < times; i++) {
      int last = countAndBeKilled("process-" + i, random.nextInt(3_000));
      List<AbandonedJournal> found = AbandonedJournal.in(folder, KilledProcessTest::refuse);
      assertThat(found).hasSize(1);
      try (AbandonedJournal journal = found.get(0)) {
        List<String> kept = Events.texts(Events.all(journal));
        assertThat(kept).hasSizeGreaterThan(last);
        assertThat(kept).isEqualTo(IntStream.range(0, kept.size()).mapToObj(n -> "" + n).toList());
        assertThat(journal.damages()).isZero();
        journal.delete();
      }
      assertThat(folder).isEmptyDirectory();
    }
  }

  /** The last number that the process said was in its journal. */
  private int countAndBeKilled(String id, int after) throws Exception {
    try (JournalProcess process = JournalProcess.start("count", folder, id)) {
      for (int i = 0; i < after; i++) {
        process.nextLine();
      }
      process.kill();
      List<String> rest = process.rest();
      process.exitCode(); // its output may end before its lock does
      return after + rest.size() - 2; // the very last may be half a number
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void what_fits_after_the_disk_has_refused_more_can_be_read() throws Exception {
    List<String> taken;
    try (JournalProcess process = JournalProcess.startLimited(200, "fill", folder, "full")) {
      taken = process.rest();
      assertThat(process.exitCode()).isZero();
    }
    assertThat(taken).hasSizeGreaterThan(50);

    try (AbandonedJournal journal = AbandonedJournal.in(folder, KilledProcessTest::refuse).get(0)) {
      assertThat(Events.texts(Events.all(journal)))
          .extracting(text -> text.substring(0, text.indexOf(' ')))
          .isEqualTo(taken);
      assertThat(journal.damages()).isZero();
    }
  }

  @Test
  void a_journal_is_abandoned_when_its_process_is_gone_and_not_before() throws Exception {
    try (JournalProcess process = JournalProcess.start("hold", folder, "held")) {
      assertThat(process.nextLine()).isEqualTo("holds");
      assertThat(AbandonedJournal.in(folder, KilledProcessTest::refuse)).isEmpty();

      process.kill();
      process.exitCode();
      List<AbandonedJournal> found = AbandonedJournal.in(folder, KilledProcessTest::refuse);
      assertThat(found).extracting(AbandonedJournal::processId).containsExactly("held");
      found.get(0).close();
    }
  }

  @Test
  void another_process_gets_neither_a_living_journal_nor_one_that_is_taken() throws Exception {
    try (JournalProcess process = JournalProcess.start("hold", folder, "taken")) {
      assertThat(process.nextLine()).isEqualTo("holds");
      process.kill();
      process.exitCode();
    }
    try (Journal living = Journal.open(folder, "living")) {
      living.append(Events.line("lives"));
      List<AbandonedJournal> taken = AbandonedJournal.in(folder, KilledProcessTest::refuse);
      assertThat(taken).extracting(AbandonedJournal::processId).containsExactly("taken");

      // each of these would cost the lock if it opened and closed the file
      living.beat();
      assertThat(AbandonedJournal.in(folder, KilledProcessTest::refuse)).isEmpty();
      assertThat(look()).isEmpty();

      taken.get(0).close();
      assertThat(look()).containsExactly("taken");
    }
  }

  private List<String> look() throws IOException {
    try (JournalProcess process = JournalProcess.start("look", folder, "-")) {
      return process.rest();
    }
  }

  private static void refuse(String notice) {
    throw new AssertionError(notice);
  }
}
