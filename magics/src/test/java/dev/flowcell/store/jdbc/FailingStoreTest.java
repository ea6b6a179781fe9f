package dev.flowcell.store.jdbc;

import static java.util.Objects.requireNonNull;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said, and what still works, when the database can't be used. */
class FailingStoreTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final FlowRunQuery ALL = new FlowRunQuery(null, 10);

  @TempDir private Path home;

  private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
  private final List<RunStore> opened = new CopyOnWriteArrayList<>();

  @AfterEach
  void close_all() {
    opened.forEach(RunStore::close);
  }

  @Test
  void a_file_that_is_no_database_is_left_alone() throws Exception {
    Path file = Files.writeString(home.resolve("flowcell.db"), "Dear diary, ".repeat(100));

    assert_that_runs_wait(
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

    assert_that_runs_wait(file, file + " is damaged; move it away, then a new one is made");
  }

  @Test
  void a_newer_schema_is_refused_and_left_alone() throws Exception {
    Path file = home.resolve("flowcell.db");
    keepOneRun(file);
    execute(
        file,
        "INSERT INTO flyway_schema_history SELECT 99, '99', 'later', type, script, checksum,"
            + " installed_by, installed_on, execution_time, success FROM flyway_schema_history"
            + " LIMIT 1");

    assert_that_runs_wait(
        file,
        file
            + " was written by a newer Flowcell (schema 99, this one knows "
            + Migrations.NEWEST
            + "); update Flowcell or"
            + " set FLOWCELL_HOME to another folder");
  }

  @Test
  void a_database_of_another_program_is_refused_and_left_alone() throws Exception {
    Path file = home.resolve("flowcell.db");
    execute(file, "CREATE TABLE contacts (name TEXT)");

    assert_that_runs_wait(
        file, file + " is a database of another program; set FLOWCELL_HOME to another folder");
  }

  private void assert_that_runs_wait(Path file, String why) throws InterruptedException {
    RunStore store = store(file);
    FlowRun first = flow("01A");
    FlowRun second = flow("01B");

    store.onEvent(new FlowRunCreated(first));
    assertThat(store.flowRuns(ALL)).containsExactly(first);
    store.onEvent(new FlowRunCreated(second));

    assertThat(store.flowRuns(ALL)).containsExactly(second, first);
    assertThat(store.flush(Duration.ofMinutes(1))).as("nobody waits for it").isFalse();
    assertThat(notice())
        .isEqualTo(
            "Runs wait in " + home.resolve("journal") + " until the store can be used: " + why);
    assertThat(notices).isEmpty();
  }

  @Test
  void runs_that_waited_are_kept_once_the_database_can_be_used() throws Exception {
    Path file = Files.createDirectory(home.resolve("flowcell.db"));
    RunStore store = store(file);
    store.onEvent(new FlowRunCreated(flow("01A")));
    assertThat(notice())
        .endsWith(file + " is a folder; move it away or set FLOWCELL_HOME to another folder");

    Files.delete(file);

    assertThat(notice()).isEqualTo("Runs are kept in the store again: SQLite, " + file);
    assertThat(store.flush(Duration.ofMinutes(1))).isTrue();
    store.onEvent(new FlowRunChanged("01A", State.completed(NOON, 1)));
    store.close();
    assertThat(notices).isEmpty();
    assertThat(store(file).flowRuns(ALL))
        .extracting(run -> run.state().name())
        .containsExactly("Completed");
  }

  @Test
  void runs_that_waited_when_their_process_ended_are_kept_by_the_next_one() throws Exception {
    Path file = Files.createDirectory(home.resolve("flowcell.db"));
    RunStore store = store(file);
    store.onEvent(new FlowRunCreated(flow("01A")));
    store.onEvent(new FlowRunChanged("01A", State.completed(NOON, 1)));
    store.close();
    Files.delete(file);

    assertThat(store(file).flowRuns(ALL))
        .extracting(run -> run.state().name())
        .containsExactly("Completed");
    assertThat(Files.list(home.resolve("journal"))).isEmpty();
  }

  @Test
  void a_database_that_fails_later_is_asked_for_the_runs_under_way() throws Exception {
    Path file = home.resolve("flowcell.db");
    RunStore store = store(file);
    LogLine line = new LogLine(NOON, Level.INFO, "log", "hi", "01A", null, 1);
    store.onEvent(new FlowRunCreated(flow("01A")));
    store.onEvent(new Logged(line));
    assertThat(store.find("01A")).isPresent();

    execute(
        file,
        "CREATE TRIGGER full BEFORE UPDATE ON flow_run"
            + " BEGIN SELECT RAISE(ABORT, 'no more'); END");
    store.onEvent(new FlowRunChanged("01A", State.running(NOON, 1)));
    store.onEvent(new FlowRunChanged("01A", State.completed(NOON, 1)));
    assertThat(notice())
        .startsWith("Runs wait in ")
        .contains("until the store can be used: " + file, "no more");
    store.onEvent(new FlowRunCreated(flow("01B")));

    assertThat(store.flowRuns(ALL)).extracting(FlowRun::id).containsExactly("01B", "01A");
    assertThat(store.find("01A").orElseThrow().logs()).containsExactly(line);
    assertThat(store.flowRuns(ALL).get(1).history()).hasSize(3);

    execute(file, "DROP TRIGGER full");
    assertThat(notice()).startsWith("Runs are kept in the store again: ");
    assertThat(store.flowRuns(ALL)).extracting(FlowRun::id).containsExactly("01B", "01A");
    assertThat(store.flowRuns(ALL).get(1).history()).hasSize(3);
    assertThat(notices).isEmpty();
  }

  @Test
  void where_no_journal_can_be_made_runs_are_kept_in_memory() throws Exception {
    home = Files.createFile(home.resolve("file"));
    Path file = home.resolve("flowcell.db");
    RunStore store = store(file);
    FlowRun first = flow("01A");
    List<String> cancelled = new CopyOnWriteArrayList<>();
    store.onCancelRequest(cancelled::add);

    store.onEvent(new FlowRunCreated(first));
    store.requestCancel("01A");

    assertThat(store.flowRuns(ALL)).containsExactly(first);
    assertThat(cancelled).containsExactly("01A");
    assertThat(notice())
        .startsWith("Runs are kept in memory, for this session only: " + home.resolve("journal"))
        .endsWith("make it writable or set FLOWCELL_HOME to another folder");
    assertThat(store.describe()).isEqualTo("memory, instead of SQLite, " + file);
  }

  private String notice() throws InterruptedException {
    return requireNonNull(notices.poll(1, TimeUnit.MINUTES));
  }

  private void keepOneRun(Path file) {
    RunStore store =
        new JdbcRunStore(
            new SqliteFile(file), home.resolve("journal"), notice -> {}, Clock.systemUTC());
    store.onEvent(new FlowRunCreated(flow("01Z")));
    store.close();
  }

  private RunStore store(Path file) {
    RunStore store =
        new JdbcRunStore(
            new SqliteFile(file), home.resolve("journal"), notices::add, Clock.systemUTC());
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
