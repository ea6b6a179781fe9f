package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent.FlowRunChanged;
import dev.flowcell.run.RunEvent.FlowRunCreated;
import dev.flowcell.run.RunEvent.Logged;
import dev.flowcell.run.RunEvent.TaskRunChanged;
import dev.flowcell.run.RunEvent.TaskRunCreated;
import dev.flowcell.run.State;
import dev.flowcell.run.StoredValue;
import dev.flowcell.run.TaskRun;
import dev.flowcell.schedule.CatchUp;
import dev.flowcell.schedule.Overlap;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.Timing;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.jdbc.RunStores;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StoreCommandsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.5Z");

  @TempDir private Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void runs_are_listed_newest_first_as_json() {
    keepRuns();

    assertThat(run("runs", "--json")).isZero();

    JsonArray runs = JsonParser.parseString(out.toString()).getAsJsonArray();
    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).getAsJsonObject().get("id").getAsString()).isEqualTo("01flowbbbbbb");
    assertThat(runs.get(1))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"id": "01flowaaaaaa", "flow": "exam",
                 "state": {"type": "FAILED", "name": "Failed", "message": "IOException: größe",
                           "at": "2026-03-01T12:00:04.500Z"},
                 "createdAt": "2026-03-01T12:00:00.500Z", "startedAt": "2026-03-01T12:00:01.500Z",
                 "endedAt": "2026-03-01T12:00:04.500Z", "parameters": {"year": "2026"},
                 "notebook": "exam.ipynb"}
                """));
  }

  @Test
  void runs_are_listed_as_a_table() {
    keepRuns();

    assertThat(run("runs", "--state", "failed")).isZero();

    assertThat(out.toString().lines().map(line -> line.replaceAll("  +", "|")))
        .satisfiesExactly(
            head ->
                assertThat(head).isEqualTo("RUN|FLOW|STATE|CREATED|DURATION|PARAMETERS|NOTEBOOK"),
            row ->
                assertThat(row)
                    .startsWith("aaaaaa|exam|Failed|2026-0")
                    .endsWith("3.0 s|year=2026|exam.ipynb"));
  }

  @Test
  void filters_choose_runs() {
    keepRuns();

    assertThat(run("runs", "--flow", "report", "--limit", "5", "--json")).isZero();
    assertThat(JsonParser.parseString(out.toString()).getAsJsonArray()).hasSize(1);
    assertThat(run("runs", "--limit", "0")).isEqualTo(1);
    assertThat(err.toString()).contains("--limit takes a number from 1");
    assertThat(run("runs", "--limit", "few")).isEqualTo(2);
  }

  @Test
  void a_run_is_shown_with_its_task_runs_as_json() {
    keepRuns();

    assertThat(run("show", "aaaa", "--json")).isZero();

    JsonObject shown = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(shown.get("flow").getAsString()).isEqualTo("exam");
    assertThat(shown.get("taskRuns"))
        .isEqualTo(
            JsonParser.parseString(
                """
                [{"id": "T1", "task": "load",
                  "state": {"type": "COMPLETED", "name": "Completed", "message": "",
                            "at": "2026-03-01T12:00:03.500Z"},
                  "history": [
                    {"type": "PENDING", "name": "Pending", "message": "",
                     "at": "2026-03-01T12:00:00.500Z"},
                    {"type": "RUNNING", "name": "Running", "message": "",
                     "at": "2026-03-01T12:00:01.500Z"},
                    {"type": "COMPLETED", "name": "Completed", "message": "",
                     "at": "2026-03-01T12:00:03.500Z"}],
                  "attempts": [
                    {"number": 1,
                     "state": {"type": "COMPLETED", "name": "Completed", "message": "",
                               "at": "2026-03-01T12:00:03.500Z"},
                     "startedAt": "2026-03-01T12:00:01.500Z",
                     "endedAt": "2026-03-01T12:00:03.500Z", "error": ""}],
                  "dependsOn": []}]
                """));
  }

  @Test
  void a_run_is_shown_as_text() {
    keepRuns();

    assertThat(run("show", "exam")).isZero();

    assertThat(out.toString()).contains("exam", "Failed", "load");
  }

  @Test
  void log_lines_are_printed_as_json_and_as_text() {
    keepRuns();

    assertThat(run("logs", "exam", "--level", "warn", "--grep", "ROWS", "--json")).isZero();
    assertThat(JsonParser.parseString(out.toString()))
        .isEqualTo(
            JsonParser.parseString(
                """
                [{"at": "2026-03-01T12:00:02.500Z", "level": "WARN", "logger": "load",
                  "message": "3 rows left", "flowRunId": "01flowaaaaaa", "taskRunId": "T1",
                  "attempt": 1}]
                """));
    out.getBuffer().setLength(0);
    assertThat(run("logs")).isZero();
    assertThat(out.toString()).contains("WARN  load-1 | 3 rows left", "INFO  exam aaaaaa | begun");
  }

  @Test
  void a_run_that_is_unknown_or_not_clear_is_said() {
    keepRuns();

    assertThat(run("show", "nobody")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("there is no run 'nobody'; `flowcell runs` lists the runs");
    assertThat(run("logs", "nobody")).isEqualTo(1);
    assertThat(run("cancel", "nobody")).isEqualTo(1);
    assertThat(run("show")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_flow_that_runs_elsewhere_is_cancelled() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (RunStore running = RunStores.open(home, "", notice -> {})) {
      running.onCancelRequest(told::add);
      running.onEvent(new FlowRunCreated(flow("01flowcccccc", "long", NOON)));
      assertThat(running.flush(Duration.ofMinutes(1))).isTrue();

      assertThat(run("cancel", "ccccc")).isZero();

      assertThat(out.toString()).isEqualToIgnoringNewLines("long cccccc is asked to end.");
      assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("01flowcccccc");
    }
    assertThat(run("cancel", "ccccc")).isEqualTo(1);
    assertThat(err.toString()).isEqualToIgnoringNewLines("long cccccc has ended: Cancelled");
  }

  @Test
  void a_store_that_cannot_be_used_is_said() throws Exception {
    Files.createDirectories(home.resolve("flowcell.db"));

    assertThat(run("runs")).isEqualTo(1);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("flowcell.db is a folder");
  }

  @Test
  void a_schedule_is_paused_resumed_and_deleted_by_its_name() {
    try (RunStore store = RunStores.open(home, "", notice -> {})) {
      store.schedules().put(schedule("nightly"));
      store.schedules().put(schedule("weekly"));
    }

    assertThat(run("schedules", "pause", "nightly")).isZero();
    assertThat(out.toString()).contains("nightly").contains("paused").doesNotContain("weekly");
    assertThat(run("schedules", "resume", "nightly")).isZero();
    out.getBuffer().setLength(0);
    assertThat(run("schedules", "delete", "nightly")).isZero();
    assertThat(out.toString().strip()).isEqualTo("Deleted schedule nightly.");
    assertThat(run("schedules", "delete", "nightly")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no schedule 'nightly'");
  }

  private static Schedule schedule(String name) {
    return new Schedule(
        name,
        "exam",
        "/n.ipynb",
        new Timing.Every(Duration.ofHours(1), NOON),
        Map.of(),
        CatchUp.NONE,
        Overlap.SKIP,
        false,
        false,
        NOON.plus(Duration.ofHours(1)));
  }

  private int run(String... words) {
    CommandLine program =
        Main.commandLine(Map.of("FLOWCELL_HOME", home.toString()), System.getProperties());
    program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return program.execute(words);
  }

  @Test
  void runs_are_found_by_text_tag_states_and_time() {
    keepRuns();
    try (RunStore store = RunStores.open(home, "", notice -> {})) {
      store.onEvent(
          new FlowRunCreated(flow("01flowcccccc", "tidy", Instant.now()).with(List.of("nightly"))));
    }

    assertThat(listed("--grep", "REPORT")).containsExactly("bbbbbb");
    assertThat(listed("--tag", "nightly")).containsExactly("cccccc");
    assertThat(listed("--state", "failed,completed")).containsExactly("bbbbbb", "aaaaaa");
    assertThat(listed("--since", "1h")).containsExactly("cccccc");
    assertThat(listed("--since", "2026-03-02", "--flow", "exam")).isEmpty();
    assertThat(run("runs", "--since", "lately")).isEqualTo(1);
    assertThat(err.toString()).contains("--since takes a day such as 2026-11-01");
  }

  private List<String> listed(String... options) {
    out.getBuffer().setLength(0);
    String[] arguments =
        Stream.concat(Stream.of("runs"), Stream.of(options)).toArray(String[]::new);
    assertThat(run(arguments)).isZero();
    return out.toString().lines().skip(1).map(line -> line.substring(0, 6)).toList();
  }

  @Test
  void a_table_fits_the_terminal() {
    StringWriter text = new StringWriter();
    List<List<String>> rows =
        List.of(
            List.of("RUN", "FLOW", "PARAMETERS"),
            List.of("aaaaaa", "analysis", "classes=[A, B, C], year=2026"));

    TextTable.print(rows, 38, new PrintWriter(text, true));
    TextTable.print(rows, 36, new PrintWriter(text, true));

    assertThat(text.toString().lines())
        .containsExactly(
            "RUN     FLOW      PARAMETERS",
            "aaaaaa  analysis  classes=[A, B, C], …",
            "RUN     FLOW",
            "aaaaaa  analysis");
  }

  @Test
  void old_runs_are_pruned_and_their_results_with_them() throws Exception {
    Instant old = Instant.now().minus(Duration.ofDays(100));
    String digest = "ab".repeat(32);
    Path result = home.resolve("results/ab").resolve(digest);
    Files.createDirectories(result.getParent());
    Files.write(result, new byte[2000]);
    try (RunStore store = RunStores.open(home, "", notice -> {})) {
      store.onEvent(new FlowRunCreated(flow("01flowoooooo", "exam", old)));
      TaskRun task =
          new TaskRun("T1", "t", "01flowoooooo", 1, 1, "", old, List.of(State.pending(old)));
      store.onEvent(new TaskRunCreated(task.with(new StoredValue(digest, 2000, null))));
      store.onEvent(new TaskRunChanged("T1", State.completed(old, 1)));
      store.onEvent(new FlowRunChanged("01flowoooooo", State.completed(old, 1)));
      store.onEvent(new FlowRunCreated(flow("01flownnnnnn", "exam", Instant.now())));
    }

    assertThat(run("prune", "--older-than", "90d", "--dry-run")).isZero();
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            "Would delete 1 flow runs, 1 task runs, 0 log lines, 0 artifacts and 1 results.\n");
    assertThat(result).exists();

    out.getBuffer().setLength(0);
    assertThat(run("prune", "--older-than", "90d", "--json")).isZero();
    JsonObject told = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(told.get("flowRuns").getAsInt()).isEqualTo(1);
    assertThat(told.get("bytesFreed").getAsLong()).isGreaterThanOrEqualTo(2000);
    assertThat(result).doesNotExist();
    assertThat(listed()).containsExactly("nnnnnn");
    assertThat(run("prune", "--older-than", "long")).isEqualTo(1);
    assertThat(err.toString()).contains("--older-than takes a time such as 90d, not 'long'");
  }

  @Test
  void logs_and_runs_are_followed_until_the_run_has_ended() throws Exception {
    try (RunStore store = RunStores.open(home, "", notice -> {})) {
      store.onEvent(new FlowRunCreated(flow("01flowaaaaaa", "exam", NOON)));
      store.onEvent(new FlowRunChanged("01flowaaaaaa", State.running(at(1), 1)));
      store.onEvent(logged("first"));
      assertThat(store.flush(Duration.ofMinutes(1))).isTrue();
      CompletableFuture<Integer> logs =
          CompletableFuture.supplyAsync(() -> run("logs", "aaaaaa", "--follow"));
      // the other program reads the first line, and what is written after it is new to it
      while (!out.toString().contains("first")) {
        store.onEvent(new Logged(new LogLine(at(1), Level.INFO, "x", "", null, "T9", 1)));
        assertThat(store.flush(Duration.ofMinutes(1))).isTrue();
      }
      store.onEvent(logged("second"));
      store.onEvent(new FlowRunChanged("01flowaaaaaa", State.completed(at(4), 1)));

      assertThat(logs.get(1, TimeUnit.MINUTES)).isZero();
    }
    assertThat(out.toString().lines().map(line -> line.replaceAll(".* \\| ", "")))
        .containsExactly("first", "second");

    out.getBuffer().setLength(0);
    assertThat(run("show", "aaaaaa", "--follow")).isZero();
    assertThat(out.toString()).contains("exam", "Completed").doesNotContain("\u001b");
  }

  private static Logged logged(String message) {
    return new Logged(new LogLine(at(2), Level.INFO, "exam", message, "01flowaaaaaa", null, 1));
  }

  private void keepRuns() {
    try (RunStore store = RunStores.open(home, "", notice -> {})) {
      store.onEvent(new FlowRunCreated(flow("01flowaaaaaa", "exam", NOON)));
      store.onEvent(new FlowRunChanged("01flowaaaaaa", State.running(at(1), 1)));
      store.onEvent(
          new Logged(new LogLine(at(1), Level.INFO, "exam", "begun", "01flowaaaaaa", null, 1)));
      store.onEvent(
          new TaskRunCreated(
              new TaskRun(
                  "T1", "load", "01flowaaaaaa", 1, 1, "", NOON, List.of(State.pending(NOON)))));
      store.onEvent(new TaskRunChanged("T1", State.running(at(1), 1)));
      store.onEvent(
          new Logged(
              new LogLine(at(2), Level.WARN, "load", "3 rows left", "01flowaaaaaa", "T1", 1)));
      store.onEvent(new TaskRunChanged("T1", State.completed(at(3), 1)));
      store.onEvent(
          new FlowRunChanged("01flowaaaaaa", State.failed(at(4), 1, "IOException: größe", "")));
      store.onEvent(new FlowRunCreated(flow("01flowbbbbbb", "report", at(9))));
      store.onEvent(new FlowRunChanged("01flowbbbbbb", State.completed(at(9), 1)));
    }
  }

  private static FlowRun flow(String id, String name, Instant at) {
    return new FlowRun(
        id,
        name,
        null,
        Map.of("year", "2026"),
        "exam.ipynb",
        1,
        "",
        at,
        List.of(State.pending(at)));
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }
}
