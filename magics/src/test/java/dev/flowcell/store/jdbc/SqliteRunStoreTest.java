package dev.flowcell.store.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent.FlowRunChanged;
import dev.flowcell.run.RunEvent.Logged;
import dev.flowcell.run.RunEvent.TaskRunChanged;
import dev.flowcell.run.RunEvent.TaskRunCreated;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.store.Deleted;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.RunQuestionsContract;
import dev.flowcell.store.RunStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteDataSource;

class SqliteRunStoreTest extends RunQuestionsContract {

  @TempDir private Path home;

  private final List<String> notices = new CopyOnWriteArrayList<>();

  @Override
  protected RunStore open() {
    return RunStores.open(home, "", notices::add);
  }

  @AfterEach
  void no_store_has_given_up() {
    assertThat(notices).isEmpty();
  }

  @Test
  void several_stores_use_one_file_at_once() throws Exception {
    List<RunStore> stores = Stream.generate(this::store).limit(4).toList();

    write_from_four_threads(stores, 50);
    stores.forEach(RunStore::close);

    RunStore reader = store();
    assertThat(reader.flowRuns(new FlowRunQuery(null, 1000)))
        .hasSize(200)
        .allMatch(run -> run.history().size() == 3);
    assertThat(find(reader, "3-49").tasks()).hasSize(3);
  }

  @RepeatedTest(5)
  void a_database_whose_tables_are_being_made_is_not_taken_for_another_programs() throws Exception {
    Path file = Files.createFile(home.resolve("flowcell.db"));
    ExecutorService others = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> looks =
          Stream.generate(() -> others.submit(() -> isUpToDate(file, others))).limit(4).toList();
      new SqliteFile(file).prepare();

      for (Future<Boolean> look : looks) {
        assertThat(look.get()).isTrue();
      }
    } finally {
      others.shutdown();
    }
  }

  /** Looks until it is, or until nobody wants to know. */
  private static boolean isUpToDate(Path file, ExecutorService others) throws Exception {
    while (!others.isShutdown()) {
      if (new SqliteFile(file).isUpToDate()) {
        return true;
      }
    }
    return false;
  }

  @Test
  void one_store_sees_what_another_has_kept() {
    RunStore writer = store();
    RunStore reader = store();
    assertThat(reader.find("01A")).isEmpty();

    writer.onEvent(created("01A"));
    writer.flowRuns(new FlowRunQuery(null, 1));

    assertThat(reader.find("01A")).isPresent();
  }

  @Test
  void closing_keeps_what_came_in_before() {
    RunStore store = store();
    for (int i = 0; i < 10_000; i++) {
      store.onEvent(created("run-" + i));
    }
    store.close();
    store.onEvent(created("too-late"));

    List<FlowRun> kept = store().flowRuns(new FlowRunQuery(null, 20_000));
    assertThat(kept).hasSize(10_000);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void only_the_owner_can_read() throws Exception {
    home = home.resolve("a b/ü%20?#");
    RunStore store = store();
    store.onEvent(created("01A"));
    assertThat(store.find("01A")).isPresent();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    for (String name : List.of("flowcell.db", "flowcell.db-wal", "flowcell.db-shm")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
          .as(name)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void a_task_run_with_its_states_takes_less_than_half_a_kilobyte() throws Exception {
    int runs = 10_000;
    RunStore store = store();
    store.onEvent(created("01K6ZV3Q8N4R7T2W5Y9BFLOWID"));
    for (int i = 0; i < runs; i++) {
      String id = "01K6ZV3Q8N4R7T2W5Y9B%06d".formatted(i);
      store.onEvent(new TaskRunCreated(task(id, "cleanData", "01K6ZV3Q8N4R7T2W5Y9BFLOWID", i + 1)));
      store.onEvent(new TaskRunChanged(id, State.running(at(1), 1)));
      store.onEvent(new TaskRunChanged(id, State.completed(at(2), 1)));
    }
    store.close();

    assertThat(Files.size(home.resolve("flowcell.db"))).isLessThan(runs * 512);
    assertThat(Files.list(home.resolve("journal"))).isEmpty();
  }

  @Test
  void what_the_first_schema_kept_is_still_there() throws Exception {
    Path file = home.resolve("flowcell.db");
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + file);
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration/sqlite")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : FIRST_SCHEMA_RUNS.split(";\\s*\n")) {
        statement.execute(sql);
      }
    }

    RunTree found = find(store(), "01A");

    FlowRun flow = requireNonNull(found.flow());
    assertThat(flow.parameters()).containsExactly(entry("year", "2026"), entry("a \"b\"", "x\ny"));
    assertThat(flow.source()).isEqualTo("void f() {}");
    assertThat(flow.createdAt()).isEqualTo(Instant.EPOCH.plusSeconds(1));
    assertThat(flow.history())
        .containsExactly(
            State.pending(Instant.EPOCH.plusSeconds(1)),
            State.failed(Instant.EPOCH.plusSeconds(5), 2, "no \"way\"", "at\nIn [1]"));
    assertThat(found.tasks())
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.number()).isEqualTo(3);
              assertThat(task.history())
                  .extracting(State::name)
                  .containsExactly("Pending", "AwaitingRetry", "Crashed");
              assertThat(task.history().get(1).next()).isEqualTo(Instant.EPOCH.plusSeconds(9));
            });
    assertThat(found.subflows())
        .singleElement()
        .satisfies(sub -> assertThat(requireNonNull(sub.flow()).id()).isEqualTo("01B"));
    assertThat(found.logs())
        .containsExactly(
            new LogLine(Instant.EPOCH.plusSeconds(3), Level.INFO, "log", "hi", "01A", "T1", 1));
  }

  @Test
  void what_the_third_schema_kept_can_be_listed_searched_and_deleted() throws Exception {
    Path file = home.resolve("flowcell.db");
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + file);
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration/sqlite")
        .target("3")
        .load()
        .migrate();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : THIRD_SCHEMA_RUNS.split(";\\s*\n")) {
        statement.execute(sql);
      }
    }

    RunStore store = store();
    FlowRunQuery longest = FlowRunQuery.newest(9).ordered(FlowRunQuery.Order.LONGEST);
    assertThat(store.flowRuns(longest)).extracting(FlowRun::id).containsExactly("01B", "01A");
    assertThat(store.flows())
        .singleElement()
        .satisfies(flow -> assertThat(flow.average()).isEqualTo(Duration.ofSeconds(3)));
    store.onEvent(created("01C"));
    store.onEvent(new Logged(line("01C", 1, Level.INFO, "a line of today")));
    assertThat(store.logs(LogQuery.newest(9).holding("LINE")))
        .extracting(LogLine::message)
        .containsExactly("an old line", "a line of today");
    assertThat(store.delete("01A").logLines()).isEqualTo(1);
  }

  private static final String THIRD_SCHEMA_RUNS =
      """
      INSERT INTO process VALUES (1, 'p', '', '', NULL, '', 0, 0, 9, 0, 0);
      INSERT INTO source VALUES (1, x'00', 'void f() {}');
      INSERT INTO flow_run VALUES
        (1, '01A', 'f', NULL, 1, '', 1, 1, 1000000, '{}', NULL, NULL, NULL, NULL,
         'COMPLETED', 'Completed', 4000000, 4000000,
         '[{"type":"PENDING","at":1000000},{"type":"RUNNING","at":2000000,"attempt":1},{"type":"COMPLETED","at":4000000,"attempt":1}]'),
        (2, '01B', 'f', NULL, 1, '', 1, 1, 1000000, '{}', NULL, NULL, NULL, NULL,
         'FAILED', 'Failed', 6000000, 6000000,
         '[{"type":"RUNNING","at":2000000,"attempt":1},{"type":"RUNNING","name":"Retrying","at":3000000,"attempt":2},{"type":"FAILED","at":6000000}]');
      INSERT INTO log VALUES (1, 3000000, 'INFO', 'log', 'an old line', '01A', NULL, 1);
      """;

  @Test
  void pruning_makes_the_file_smaller() throws Exception {
    RunStore store = store();
    for (int i = 0; i < 50; i++) {
      store.onEvent(created("01-" + i));
      store.onEvent(new Logged(line("01-" + i, 1, Level.INFO, "x".repeat(20_000))));
      store.onEvent(new FlowRunChanged("01-" + i, State.completed(at(1), 1)));
    }
    RunStore other = store();
    assertThat(other.prune(at(9), true).bytes()).isZero();
    assertThat(store.flush(Duration.ofMinutes(1))).isTrue();

    Deleted deleted = other.prune(at(9), false);

    assertThat(deleted.logLines()).isEqualTo(50);
    assertThat(deleted.bytes()).isGreaterThan(500_000);
    assertThat(Files.size(home.resolve("flowcell.db"))).isLessThan(300_000);
    store.onEvent(created("02"));
    assertThat(store.flowRuns(FlowRunQuery.newest(9)))
        .as("the source was still known")
        .singleElement()
        .satisfies(run -> assertThat(run.source()).isEqualTo("void f() {}"));
  }

  private static final String FIRST_SCHEMA_RUNS =
"""
      INSERT INTO source VALUES (1, x'00', 'void f() {}');
      INSERT INTO flow_run VALUES (1, '01A', 'f', NULL, 'n.ipynb', 1, 1, 1000000);
      INSERT INTO flow_run VALUES (2, '01B', 'g', 1, '', 1, 1, 2000000);
      INSERT INTO flow_run_parameter VALUES (1, 1, 'year', '2026'), (1, 2, 'a "b"', 'x
y');
      INSERT INTO flow_run_state VALUES
        (1, 1, 'PENDING', 'Pending', '', 1000000, 0, NULL, ''),
        (1, 2, 'FAILED', 'Failed', 'no "way"', 5000000, 2, NULL, 'at
In [1]'),
        (2, 1, 'COMPLETED', 'Completed', '', 4000000, 1, NULL, '');
      INSERT INTO task_run VALUES (1, 'T1', 't', 1, 3, 1, 1, 2000000);
      INSERT INTO task_run_state VALUES
        (1, 1, 'PENDING', 'Pending', '', 2000000, 0, NULL, ''),
        (1, 2, 'SCHEDULED', 'AwaitingRetry', 'once more', 3000000, 1, 9000000, '');
      INSERT INTO log VALUES (1, 3000000, 'INFO', 'log', 'hi', 1, 1, 1);
      """;

  @ParameterizedTest
  @CsvSource({
    "nfs4,true",
    "cifs,true",
    "fuse.sshfs,true",
    "ext4,false",
    "apfs,false",
    "NTFS,false"
  })
  void network_file_systems_are_known(String type, boolean isNetwork) {
    assertThat(SqliteFile.isNetwork(type)).isEqualTo(isNetwork);
  }

  @Test
  void the_newest_migration_is_the_one_the_code_knows() throws Exception {
    store().flowRuns(new FlowRunQuery(null, 1));

    try (Connection connection = new SqliteFile(home.resolve("flowcell.db")).connectToRead()) {
      assertThat(Migrations.version(connection)).isEqualTo(Migrations.NEWEST);
    }
  }

  /** Also what happens when a cell exits: the store is never closed, and nothing of it is lost. */
  @Test
  void nothing_of_the_database_is_loaded_before_the_first_event_and_an_exit_keeps_all()
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stderr:",
                "-cp",
                System.getProperty("java.class.path"),
                LazyProgram.class.getName(),
                home.toString())
            .redirectError(home.resolve("classes").toFile())
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed).isEmpty();
    String[] loaded = Files.readString(home.resolve("classes")).split("FIRST EVENT", 2);
    assertThat(loaded[0])
        .contains("JdbcRunStore")
        .doesNotContain("org.sqlite", "org.flywaydb", "com.fasterxml");
    assertThat(loaded[1]).contains("org.sqlite", "org.flywaydb");
    assertThat(store().flowRuns(new FlowRunQuery(null, 2_000))).hasSize(1_000);
  }

  /** Writes runs and leaves by itself. */
  static final class LazyProgram {

    public static void main(String[] arguments) {
      RunStore store = RunStores.open(Path.of(arguments[0]), "", System.out::println);
      System.err.println("FIRST EVENT");
      for (int i = 0; i < 1_000; i++) {
        store.onEvent(created("run-" + i));
      }
    }
  }
}
