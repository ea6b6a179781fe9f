package dev.flowcell.store.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.store.RunStore;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that share a store, and that are killed. */
class ProcessesTest {

  private static final int EVENTS_OF_A_RUN = 24;

  @TempDir private Path home;

  private final List<String> notices = new CopyOnWriteArrayList<>();

  @Test
  void killed_processes_lose_nothing() throws Exception {
    kill_at_random(3, "");
    assertThat(integrity()).isEqualTo("ok");
  }

  @Test
  @Tag("full")
  void a_hundred_killed_processes_lose_nothing() throws Exception {
    kill_at_random(100, "");
    assertThat(integrity()).isEqualTo("ok");
  }

  @Test
  @Tag("full")
  void killed_processes_lose_nothing_on_postgres() throws Exception {
    kill_at_random(20, RealPostgres.newDatabase());
  }

  private void kill_at_random(int kills, String url) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int kill = 0; kill < kills; kill++) {
      String prefix = kill + "-";
      Process process = StoreProgram.start(home, url, prefix, 1_000_000);
      try (BufferedReader output = process.inputReader()) {
        int told = StoreProgram.awaitTold(output, 1 + random.nextInt(4_000));
        process.toHandle().destroyForcibly(); // what it has printed stays readable
        told = Math.max(told, StoreProgram.awaitTold(output, Integer.MAX_VALUE));
        process.waitFor();

        assert_that_all_is_kept(url, prefix, told, "seed " + seed + ", kill " + kill);
      }
    }
    assertThat(notices).isEmpty();
  }

  /** Compares with a store that was told the same and whose process was not killed. */
  private void assert_that_all_is_kept(String url, String prefix, int told, String which) {
    InMemoryRunStore model = new InMemoryRunStore();
    int runs = 1 + told / EVENTS_OF_A_RUN;
    StoreProgram.events(prefix, runs).limit(told).forEach(model::onEvent);
    try (RunStore store = RunStores.open(home, url, notices::add)) {
      for (FlowRun expected : model.flowRuns(new FlowRunQuery(null, Integer.MAX_VALUE))) {
        RunTree reached = model.find(expected.id()).orElseThrow();
        RunTree kept = store.find(expected.id()).orElseThrow();
        assertKept(expected, requireNonNull(kept.flow()), which);
        for (int i = 0; i < reached.tasks().size(); i++) {
          TaskRun task = reached.tasks().get(i);
          assertKept(task, kept.tasks().get(i), which);
        }
        // not startsWith, which finds no lines at the beginning of none only
        List<LogLine> lines = reached.logs();
        assertThat(kept.logs()).as(which).hasSizeGreaterThanOrEqualTo(lines.size());
        assertThat(kept.logs().subList(0, lines.size())).as(which).isEqualTo(lines);
      }
      assertThat(store.flowRuns(new FlowRunQuery(null, "running", 1))).as(which).isEmpty();
      assertThat(store.flowRuns(new FlowRunQuery(null, "pending", 1))).as(which).isEmpty();
    }
  }

  private static void assertKept(Run reached, Run kept, String which) {
    assertThat(kept.id()).isEqualTo(reached.id());
    assertThat(kept.history()).as(which).startsWith(reached.history().toArray(State[]::new));
    assertThat(kept.state().type().isTerminal()).as(which).isTrue();
    assertThat(kept.history()).as(which).filteredOn(State::name, "Crashed").hasSizeLessThan(2);
  }

  @Test
  @Tag("full")
  void four_processes_write_a_thousand_runs_each_into_one_file() throws Exception {
    four_processes_write_a_thousand_runs_each("");
    assertThat(integrity()).isEqualTo("ok");
  }

  @Test
  @Tag("full")
  void four_processes_write_a_thousand_runs_each_into_one_postgres() throws Exception {
    four_processes_write_a_thousand_runs_each(RealPostgres.newDatabase());
  }

  private void four_processes_write_a_thousand_runs_each(String url) throws Exception {
    int runs = 1_000;
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(StoreProgram.start(home, url, i + "-", runs));
    }
    for (Process process : processes) {
      try (BufferedReader output = process.inputReader()) {
        StoreProgram.awaitTold(output, Integer.MAX_VALUE);
      }
      assertThat(process.waitFor()).isZero();
    }

    try (RunStore store = RunStores.open(home, url, notices::add)) {
      List<FlowRun> kept = store.flowRuns(new FlowRunQuery(null, 10_000));
      assertThat(kept).hasSize(4 * runs);
      assertThat(kept).allMatch(run -> run.history().size() == 3);
      for (FlowRun run : kept) {
        RunTree tree = store.find(run.id()).orElseThrow();
        assertThat(tree.tasks()).hasSize(StoreProgram.TASKS);
        assertThat(tree.tasks()).allMatch(task -> task.history().size() == 5);
        assertThat(tree.logs()).hasSize(2 * StoreProgram.TASKS);
      }
    }
    assertThat(notices).isEmpty();
  }

  private String integrity() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("flowcell.db"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      return row.getString(1);
    }
  }
}
