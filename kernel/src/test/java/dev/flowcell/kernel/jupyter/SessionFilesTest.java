package dev.flowcell.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.jupyter.kernel.history.HistoryEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFilesTest {

  private Path folder;

  @BeforeEach
  void folder(@TempDir Path temp) {
    folder = temp.resolve("not there yet");
  }

  @Test
  void cells_of_earlier_sessions_come_in_their_order() {
    SessionFiles first = open();
    first.add(1, "int a = 1;\nString s = \"ü\\n\";");
    first.add(2, "a");
    open().add(1, "b");

    assertThat(inputs(open()))
        .containsExactly("1.1 int a = 1;\nString s = \"ü\\n\";", "1.2 a", "2.1 b");
  }

  @Test
  void sessions_beside_each_other_have_numbers_of_their_own() {
    List<SessionFiles> open = Stream.generate(this::open).limit(12).toList();

    open.parallelStream().forEach(session -> session.add(1, "x"));

    assertThat(open).extracting(SessionFiles::session).doesNotHaveDuplicates();
    assertThat(inputs(open())).hasSize(12);
  }

  @Test
  void a_session_that_ran_nothing_leaves_no_file() {
    open();

    assertThat(folder).doesNotExist();
  }

  @Test
  void a_line_that_was_cut_off_is_left_aside() throws IOException {
    SessionFiles killed = open();
    killed.add(1, "whole");
    Files.writeString(folder.resolve("1.jsonl"), "{\"number\": 2, \"co", StandardOpenOption.APPEND);

    assertThat(inputs(open())).containsExactly("1.1 whole");
  }

  @Test
  void what_nobody_may_read_is_not_written() throws IOException {
    SessionFiles.in(folder, code -> code.replace("hunter2", "***")).add(1, "login(\"hunter2\")");

    assertThat(Files.readString(folder.resolve("1.jsonl")))
        .contains("***")
        .doesNotContain("hunter2");
  }

  @Test
  void the_oldest_sessions_go() throws IOException {
    Files.createDirectories(folder);
    for (int number = 1; number <= 510; number++) {
      Files.createFile(folder.resolve(number + ".jsonl"));
    }
    Files.createFile(folder.resolve("notes.txt"));

    open().add(1, "latest");

    assertThat(folder.resolve("11.jsonl")).doesNotExist();
    assertThat(folder.resolve("12.jsonl")).exists();
    assertThat(folder.resolve("511.jsonl")).exists();
    assertThat(folder.resolve("notes.txt")).exists();
  }

  @Test
  void where_nothing_can_be_written_no_cell_fails() throws IOException {
    Files.writeString(folder, "a file in its place");
    SessionFiles session = open();

    session.add(1, "x");

    assertThat(session.session()).isEqualTo(1);
    assertThat(session.earlier()).isEmpty();
  }

  private SessionFiles open() {
    return SessionFiles.in(folder, UnaryOperator.identity());
  }

  private static List<String> inputs(SessionFiles session) {
    return session.earlier().stream().map(SessionFilesTest::text).toList();
  }

  private static String text(HistoryEntry entry) {
    return entry.getSession() + "." + entry.getCellNumber() + " " + entry.getInput();
  }
}
