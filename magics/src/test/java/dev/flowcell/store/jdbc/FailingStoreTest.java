package dev.flowcell.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent.FlowRunChanged;
import dev.flowcell.run.RunEvent.FlowRunCreated;
import dev.flowcell.run.RunEvent.Logged;
import dev.flowcell.run.State;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said, and what still works, when the database can't be used. */
class FailingStoreTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final FlowRunQuery ALL = new FlowRunQuery(null, 10);
  private static final String IN_MEMORY = "Runs are kept in memory, for this session only: ";

  @TempDir private Path home;

  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final List<RunStore> opened = new CopyOnWriteArrayList<>();

  @AfterEach
  void close_all() {
    opened.forEach(RunStore::close);
  }

  @Test
  void a_file_that_is_no_database_is_left_alone() throws Exception {
    Path file = Files.writeString(home.resolve("flowcell.db"), "Dear diary, ".repeat(100));

    assert_that_runs_are_kept_in_memory(
        file, file + " is not a SQLite database; move it away, then a new one is made");
    assertThat(file).content().startsWith("Dear diary");
  }

  @Test
  void a_damaged_database_is_said() throws Exception {
    Path file = home.resolve("flowcell.db");
    keepOneRun(file);
    byte[] bytes = Files.readAllBytes(file);
    System.arraycopy(
        "garbage".repeat(200).getBytes(StandardCharsets.US_ASCII), 0, bytes, 100, 1400);
    Files.write(file, bytes);

    assert_that_runs_are_kept_in_memory(
        file, file + " is damaged; move it away, then a new one is made");
  }

  @Test
  void a_newer_schema_is_refused_and_left_alone() throws Exception {
    Path file = home.resolve("flowcell.db");
    keepOneRun(file);
    execute(
        file,
        "INSERT INTO flyway_schema_history SELECT 99, '99', 'later', type, script, checksum,"
            + " installed_by, installed_on, execution_time, success FROM flyway_schema_history");

    assert_that_runs_are_kept_in_memory(
        file,
        file
            + " was written by a newer Flowcell (schema 99, this one knows 1); update Flowcell or"
            + " set FLOWCELL_HOME to another folder");
  }

  @Test
  void a_database_of_another_program_is_refused_and_left_alone() throws Exception {
    Path file = home.resolve("flowcell.db");
    execute(file, "CREATE TABLE contacts (name TEXT)");

    assert_that_runs_are_kept_in_memory(
        file, file + " is a database of another program; set FLOWCELL_HOME to another folder");
  }

  @Test
  void a_folder_in_the_way_is_said() throws Exception {
    Path file = Files.createDirectory(home.resolve("flowcell.db"));

    assert_that_runs_are_kept_in_memory(
        file, file + " is a folder; move it away or set FLOWCELL_HOME to another folder");
  }

  @Test
  void a_home_that_is_a_file_is_said() throws Exception {
    Path file = Files.createFile(home.resolve("file")).resolve("flowcell.db");

    assert_that_runs_are_kept_in_memory(
        file,
        file
            + " can't be used ("
            + file.getParent()
            + " is not a folder); make its folder writable or set FLOWCELL_HOME to another folder");
  }

  private void assert_that_runs_are_kept_in_memory(Path file, String why) {
    RunStore store = store(file);
    FlowRun first = flow("01A");
    FlowRun second = flow("01B");

    store.onEvent(new FlowRunCreated(first));
    assertThat(store.flowRuns(ALL)).containsExactly(first);
    store.onEvent(new FlowRunCreated(second));

    assertThat(store.flowRuns(ALL)).containsExactly(second, first);
    assertThat(notices).containsExactly(IN_MEMORY + why);
    assertThat(store.describe()).isEqualTo("memory, instead of SQLite, " + file);
  }

  @Test
  void a_database_that_fails_later_hands_the_runs_under_way_to_memory() throws Exception {
    Path file = home.resolve("flowcell.db");
    RunStore store = store(file);
    LogLine line = new LogLine(NOON, Level.INFO, "log", "hi", "01A", null, 1);
    store.onEvent(new FlowRunCreated(flow("01A")));
    store.onEvent(new Logged(line));
    assertThat(store.find("01A")).isPresent();

    execute(
        file,
        "CREATE TRIGGER full BEFORE INSERT ON flow_run_state"
            + " BEGIN SELECT RAISE(ABORT, 'no more'); END");
    store.onEvent(new FlowRunChanged("01A", State.running(NOON, 1)));
    store.onEvent(new FlowRunChanged("01A", State.completed(NOON, 1)));
    store.onEvent(new FlowRunCreated(flow("01B")));

    assertThat(store.flowRuns(ALL)).extracting(FlowRun::id).containsExactly("01B", "01A");
    assertThat(store.find("01A").orElseThrow().logs()).containsExactly(line);
    assertThat(store.flowRuns(ALL).get(1).history()).hasSize(3);
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith("From now on runs are kept in memory, for this session only: " + file)
        .contains("no more");
  }

  private static void keepOneRun(Path file) {
    RunStore store = new JdbcRunStore(new SqliteFile(file), notice -> {});
    store.onEvent(new FlowRunCreated(flow("01Z")));
    store.close();
  }

  private RunStore store(Path file) {
    RunStore store = new JdbcRunStore(new SqliteFile(file), notices::add);
    opened.add(store);
    return store;
  }

  private static void execute(Path file, String sql) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static FlowRun flow(String id) {
    return new FlowRun(id, "f", null, Map.of(), "", 1, "", NOON, List.of(State.pending(NOON)));
  }
}
