package dev.flowcell.kernel.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowcell.kernel.notebook.Jupyter.Executed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shipped notebook runs from top to bottom and shows what its text promises. */
class LessonIT {

  private static final Path NOTEBOOKS = Path.of("").toAbsolutePath().resolveSibling("notebooks");

  @TempDir static Path folder;
  private static Jupyter jupyter;
  private static final Map<String, Executed> EXECUTED = new TreeMap<>();

  @BeforeAll
  static void execute_the_notebooks() throws IOException {
    jupyter = Jupyter.in(folder);
    for (Path notebook : copied(folder)) {
      Executed executed = jupyter.execute(notebook);
      assertThat(executed.exit()).as(executed.stderr()).isZero();
      EXECUTED.put(notebook.getFileName().toString(), executed);
    }
  }

  static Stream<Arguments> what_cells_show() {
    return Stream.of(
        arguments("01-pipelines", "pipelines-03", List.of("average: 12.5")),
        arguments("01-pipelines", "pipelines-05", List.of("3 of 4 readings kept", "12.5")),
        arguments(
            "01-pipelines",
            "pipelines-07",
            List.of("day = monday", "4 sales, 27.00 in the till", "5 sales, 31.00 in the till")),
        arguments("01-pipelines", "pipelines-09", List.of("6.3 °C is too warm", "7.0 °C is too")),
        arguments(
            "01-pipelines",
            "pipelines-11",
            List.of("after readMainBranch, readHarbourBranch", "2026-03-01  Moby Dick  harbour")),
        arguments("01-pipelines", "pipelines-15", List.of("Denver         0", "Boston        10")),
        arguments("02-tasks-and-flows", "tasks-07", List.of("Hello, world!")),
        arguments(
            "02-tasks-and-flows",
            "tasks-09",
            List.of("Completed  chattyPipeline", "name = Ada", "Hello, Ada!", "Goodbye, Ada!")),
        arguments("02-tasks-and-flows", "tasks-13", List.of("[Ada, Grace, Alan]")),
        arguments("02-tasks-and-flows", "tasks-17", List.of("  ✓ Completed  guestList")),
        arguments(
            "02-tasks-and-flows",
            "tasks-19",
            List.of("✗ Failed  plan", "NoSuchElementException: nobody has counted", "In [8]:5")),
        arguments("02-tasks-and-flows", "tasks-21", List.of("✓ Completed  carefulPlan", "WARN")),
        arguments("02-tasks-and-flows", "tasks-24", List.of("└─ task tidyNames(List<String>")),
        arguments("02-tasks-and-flows", "tasks-27", List.of("101")),
        arguments("02-tasks-and-flows", "tasks-29", List.of("not      1", "to       2")),
        arguments(
            "03-logging",
            "logging-03",
            List.of("INFO  addNumbers  Adding 3 + 7", "INFO  addNumbers  Result = 10")),
        arguments(
            "03-logging", "logging-05", List.of("DEBUG", "WARN", "ERROR", "'twelve' is no score")),
        arguments("03-logging", "logging-10", List.of("counted as 0", "NumberFormatException")),
        arguments("03-logging", "logging-11", List.of("addNumbers-1 | Result = 10")),
        arguments("03-logging", "logging-13", List.of("WARN  usesALibrary")),
        arguments(
            "04-retries",
            "retries-03",
            List.of("flakyTask  3 attempts", "attempt 2 failed: IllegalStateException: the coin")),
        arguments("04-retries", "retries-06", List.of("Completed  download  3 attempts", "52")),
        arguments("04-retries", "retries-09", List.of("patient  5 attempts", "got through")),
        arguments(
            "04-retries",
            "retries-11",
            List.of("Failed  readPort  6 attempts", "Failed  readPort  1 attempt ")),
        arguments("04-retries", "retries-14", List.of("TimedOut  ask  2 attempts", "no answer")),
        arguments("04-retries", "retries-17", List.of("Failed  nightly", "deliver        4 att")),
        arguments("04-retries", "retries-19", List.of("Completed  nightly", "≡ Cached")),
        arguments(
            "05-monitoring", "monitoring-03", List.of("progress: 100 % card 3", "names = [Ada, ,")),
        arguments("05-monitoring", "monitoring-05", List.of("greet       2 attempts")),
        arguments("05-monitoring", "monitoring-07", List.of("logFlow  Completed")),
        arguments("05-monitoring", "monitoring-12", List.of("NumberFormatException: For input")),
        arguments("05-monitoring", "monitoring-14", List.of("List<String> prices = [4.25")),
        arguments("05-monitoring", "monitoring-15", List.of("[5,50]")),
        arguments("05-monitoring", "monitoring-18", List.of("+    return prices.stream().map(")),
        arguments("05-monitoring", "monitoring-19", List.of("Cached     readPrices", "14.0")),
        arguments("05-monitoring", "monitoring-21", List.of("checkout  Completed", "Failed")),
        arguments("05-monitoring", "monitoring-23", List.of("1 dependency")),
        arguments("05-monitoring", "monitoring-dash-2", List.of("Dashboard: http://127.0.0.1:")),
        arguments("05-monitoring", "monitoring-dash-4", List.of("The dashboard has stopped")),
        arguments("06-caching", "caching-05", List.of("2 Completed, 1 Cached")),
        arguments("06-caching", "caching-07", List.of("2 Cached, 1 Completed", "Vienna")),
        arguments("06-caching", "caching-11", List.of("≡ Cached  inDollars", "22.0")),
        arguments("06-caching", "caching-13", List.of("✓ Completed  inDollars", "24.0")),
        arguments("06-caching", "caching-17", List.of("3 Completed, 1 Cached")),
        arguments("07-parallel-mapping", "mapping-05", List.of("6 task runs", "2100")),
        arguments("07-parallel-mapping", "mapping-07", List.of("cake: 18.0 EUR")),
        arguments(
            "07-parallel-mapping",
            "mapping-09",
            List.of("after meanOf #1, meanOf #2", "the second is higher")),
        arguments("07-parallel-mapping", "mapping-11", List.of("answer 5, answer 6]")),
        arguments("07-parallel-mapping", "mapping-14", List.of("3 Completed, 1 Failed")),
        arguments("07-parallel-mapping", "mapping-16", List.of("[1, 2, 4]", "left out: 5 is odd")),
        arguments("07-parallel-mapping", "mapping-19", List.of("countWords #4  2 attempts")),
        arguments("08-scheduling", "scheduling-04", List.of("33 sales in 3 days")),
        arguments(
            "08-scheduling",
            "scheduling-06",
            List.of("Schedule salesReport: every 15m", "runs  salesReport days=7", "next  ")),
        arguments("08-scheduling", "scheduling-08", List.of("MON-FRI", " 06:00:00 CE")),
        arguments("08-scheduling", "scheduling-11", List.of("morning", "stocktaking")),
        arguments("08-scheduling", "scheduling-13", List.of("paused")),
        arguments("08-scheduling", "scheduling-19", List.of("Sorry, no report today")),
        arguments("08-scheduling", "scheduling-23", List.of("its runs stay")));
  }

  private static Executed executed(String notebook) {
    return Objects.requireNonNull(EXECUTED.get(notebook), notebook);
  }

  @ParameterizedTest
  @MethodSource("what_cells_show")
  void a_lesson_shows_what_its_text_promises(String notebook, String cell, List<String> texts) {
    assertThat(executed(notebook + ".ipynb").textOfCell(cell)).contains(texts);
  }

  @Test
  void flowcell_run_shows_what_jupyter_shows() throws IOException {
    Path other = Files.createDirectory(folder.resolve("without-jupyter"));
    Jupyter program = Jupyter.in(other);
    for (Path notebook : copied(other)) {
      Executed run = program.executeWithoutJupyter(notebook);
      assertThat(run.exit()).as(run.stderr()).isZero();
      Executed executed = executed(notebook.getFileName().toString());
      assertThat(normal(run)).as(notebook.toString()).containsExactlyElementsOf(normal(executed));
    }
  }

  @Test
  @Tag("full")
  void reopened_untrusted_they_still_show_their_tables_and_pictures() {
    List<String> arguments = new ArrayList<>();
    EXECUTED.values().forEach(executed -> arguments.add(executed.file().toString()));
    arguments.addAll(List.of(BrowserIT.SHOTS.toString(), "--prefix", "untrusted"));
    Jupyter.Ran ran = jupyter.script("lab.py", arguments.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.text()).isZero();
    List<JsonObject> seen =
        ran.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    assertThat(seen).hasSameSizeAs(EXECUTED.values());
    int page = 0;
    for (Map.Entry<String, Executed> each : EXECUTED.entrySet()) {
      JsonObject shown = seen.get(page++);
      Executed executed = each.getValue();
      assertThat(shown.getAsJsonArray("outputs").toString()).contains("Completed");
      assertThat(shown.get("tables").getAsInt())
          .as("tables of " + each.getKey())
          .isEqualTo(executed.countInHtml("<table"));
      assertThat(shown.get("images").getAsInt())
          .as("pictures of " + each.getKey())
          .isEqualTo(executed.pictures() + executed.countInHtml("<img"));
    }
  }

  @Test
  void they_are_saved_with_their_outputs_and_without_anybodys_paths() throws IOException {
    for (Path notebook : shipped()) {
      String saved = Files.readString(notebook);
      assertThat(saved.contains("\"execution_count\": null")).as("not run: " + notebook).isFalse();
      assertThat(saved.contains("/tmp/")).as("a path of its author: " + notebook).isFalse();
      assertThat(saved.contains("/home/")).as("a path of its author: " + notebook).isFalse();
    }
  }

  private static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  /** The notebooks in another folder, with the data they read. */
  private static List<Path> copied(Path folder) throws IOException {
    List<Path> copies = new ArrayList<>();
    for (Path notebook : shipped()) {
      copies.add(Files.copy(notebook, folder.resolve(notebook.getFileName())));
    }
    String data = "exam-scores-messy.csv";
    Files.copy(NOTEBOOKS.resolve(data), folder.resolve(data));
    return copies;
  }

  /** What two runs of a notebook have in common: no times, ids, places or colours. */
  private static List<String> normal(Executed executed) {
    return executed.shown().stream().map(LessonIT::normal).toList();
  }

  private static String normal(String shown) {
    return shown
        .replaceAll("\u001B\\[[;\\d]*m", "")
        .replaceAll("(?m)(\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "TIME")
        .replaceAll("\\d+(\\.\\d+)? (ms|µs|s)\\b", "DURATION")
        .replaceAll("\\brun [0-9a-z]{6}\\b", "run ID")
        .replaceAll("(?m)^[0-9a-z]{6}(?=  )|(?<= )[0-9a-z]{6}(?= \\|)", "ID")
        .replaceAll("(?m)(–|\\S*/\\S+|\\S+\\.ipynb)$", "NOTEBOOK")
        .replaceAll("SQLite, \\S+", "SQLite, FILE")
        .replaceAll(" +", " ");
  }
}
