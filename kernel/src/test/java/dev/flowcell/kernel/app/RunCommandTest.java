package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notebooks run by the program itself, in a process of its own. */
class RunCommandTest {

  private static final String DECLARED =
      "enum Level { LOW, HIGH }\nint year = 2026;\nLevel level = Level.LOW;\nString who = \"x\";";
  private static final String FLOW =
      "%flow\nint exam(int times, java.util.List<String> names) { return times * names.size(); }";

  @TempDir private Path folder;

  @Test
  void parameters_become_values_of_their_types_and_never_code() throws Exception {
    Path notebook = notebook(DECLARED, "year + \" \" + level + \" \" + who", FLOW);
    Path out = folder.resolve("out.ipynb");

    Ran ran =
        run(notebook, "-o", out.toString(), "--json", "--flow", "exam")
            .with("year=2027")
            .with("level=HIGH")
            .with("who=\"; System.exit(7); \"\"")
            .with("times=2")
            .with("names=[\"a\",\"b\",\"c\"]")
            .start();

    assertThat(ran.err).contains("all cells were run").doesNotContain("WARN");
    assertThat(ran.exitCode).isZero();
    JsonObject result = JsonParser.parseString(ran.out).getAsJsonObject();
    assertThat(result.get("state").getAsString()).isEqualTo("COMPLETED");
    assertThat(result.getAsJsonArray("flowRuns")).hasSize(1);
    assertThat(sources(out))
        .contains("exam(2, java.util.List.of(\"a\", \"b\", \"c\"));")
        .anyMatch(source -> source.contains("year = 2027;") && source.contains("Level.HIGH"));
    assertThat(Files.readString(out))
        .contains("2027 HIGH \\\"; System.exit(7); \\\"")
        .contains("\"6\"");
  }

  @Test
  void a_cell_that_fails_ends_the_run_and_stands_in_the_report() throws Exception {
    Files.writeString(folder.resolve("beside.txt"), "read in the notebook's folder");
    Path notebook =
        notebook(
            "java.nio.file.Files.readString(java.nio.file.Path.of(\"beside.txt\"))",
            "throw new IllegalStateException(\"meant\");",
            "\"never\"");
    Path report = folder.resolve("report.html");

    Ran ran = run(notebook, "--html", report.toString()).start();

    assertThat(ran.exitCode).isEqualTo(1);
    assertThat(ran.err).contains("✗ In [2]: IllegalStateException: meant");
    assertThat(Files.readString(report))
        .contains("read in the notebook&#39;s folder", "IllegalStateException: meant")
        .doesNotContain("\"In [3]\"");
  }

  @Test
  void what_can_not_be_understood_is_said() throws Exception {
    Ran bad = run(notebook(DECLARED)).with("year=soon").start();
    assertThat(bad.exitCode).isEqualTo(2);
    assertThat(bad.err).contains("parameter year needs a value of int, not 'soon'");

    Ran half = run(notebook(DECLARED)).with("year").start();
    assertThat(half.exitCode).isEqualTo(2);
    assertThat(half.err).contains("-p needs NAME=VALUE, not 'year'");

    Ran missing = run(folder.resolve("none.ipynb")).start();
    assertThat(missing.exitCode).isEqualTo(2);
    assertThat(missing.err).contains("there is no file").contains("none.ipynb");
  }

  @Test
  void a_run_whose_process_is_killed_is_told_as_crashed() throws Exception {
    Ran ran =
        run(notebook(
                "new ProcessBuilder(\"kill\", \"-9\", \"\" + ProcessHandle.current().pid())"
                    + ".start().waitFor(); Thread.sleep(60_000);"))
            .start();

    assertThat(ran.exitCode).isEqualTo(4);
    assertThat(ran.err).contains("has ended with code 137; its runs are Crashed");
  }

  @Test
  void what_a_notebook_takes_is_told_without_running_it() throws Exception {
    Ran ran = run(notebook(DECLARED, FLOW, "System.exit(1);"), "--help-notebook").start();

    assertThat(ran.exitCode).isZero();
    assertThat(ran.out.lines().map(line -> line.strip().replaceAll("\\s+", " ")))
        .contains(
            "year int 2026",
            "level Level Level.LOW",
            "Flow (--flow exam):",
            "names java.util.List<String>");
  }

  @Test
  void a_secret_is_in_no_byte_that_was_written() throws Exception {
    String secret = "s3cr<et> \"w&rd/\\\u00e4";
    Path notebook =
        notebook(
            "String password = secret(\"DB_PASSWORD\");\nSystem.out.println(password);",
            "for (char c : (\"It is \" + password).toCharArray()) System.out.print(c);",
            "%task\nString fetch(String with) {\n  runLogger().info(\"with {}\", with);\n"
                + "  table(\"found\", List.of(Map.of(\"with\", with)));\n  return with + \"!\"; }\n"
                + "%task --retries 1\nvoid fail(String with) {\n"
                + "  throw new IllegalStateException(\"bad password \" + with); }\n"
                + "%flow\nvoid job(String with) { fetch(with); fail(with); }",
            "new String[] {password, java.util.Base64.getEncoder().encodeToString((\"ada:\" +"
                + " password).getBytes()), java.net.URLEncoder.encode(password)}",
            "display(\"html\", \"<b>\" + password + \"</b>\"); job(password);");
    Path out = folder.resolve("out.ipynb");

    Ran ran =
        run(notebook, "-o", out.toString(), "--html", folder.resolve("out.html").toString())
            .in("DB_PASSWORD", secret)
            .start();

    assertThat(ran.exitCode).isEqualTo(1);
    assertThat(ran.err).contains("IllegalStateException: bad password ***");
    assertThat(Files.readString(out)).contains("It is ***", "with ***", "<b>***</b>");
    Pattern anyForm =
        Pattern.compile(
            "s3cr.{0,12}et|w(&|%26|.{1,2}u0026|&amp;|&#38;)rd|czNjcj|MzY3I8|zM2NyP",
            Pattern.DOTALL);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(Files::isRegularFile).filter(f -> !f.equals(notebook)).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContainPattern(anyForm);
      }
    }
  }

  @Test
  void a_run_that_failed_is_resumed_with_what_the_notebook_says_now() throws Exception {
    String load = "%task\nint load() { System.err.println(\"loads\"); return 8; }";
    String flow =
        "%flow\nint chain() { int n = load(); System.out.println(\"flows\"); return half(n); }";
    Path notebook = notebook(load, "%task\nint half(int n) { return n / 0; }", flow, "chain()");
    assertThat(run(notebook).start().exitCode).isEqualTo(1);
    notebook(load, "%task\nint half(int n) { return n / 2; }", flow, "chain()");

    Ran resumed = new Call("resume", "chain").start();

    assertThat(resumed.exitCode).as(resumed.err).isZero();
    assertThat(resumed.out).startsWith("Completed  chain ");
    assertThat(resumed.err).contains("flows").doesNotContain("loads");

    Ran again = new Call("resume", "chain", "--from", "load").start();
    assertThat(again.exitCode).as(again.err).isZero();
    assertThat(again.err).containsOnlyOnce("loads");

    Ran done = new Call("resume", "chain").start();
    assertThat(done.exitCode).isEqualTo(1);
    assertThat(done.err).contains("has completed; --from TASK").doesNotContain("In [");
  }

  @Test
  void a_library_that_ends_the_process_is_no_success() throws Exception {
    Path notebook =
        notebook("1", "System.class.getMethod(\"exit\", int.class).invoke(null, 0);", "2");

    Ran ran = run(notebook).start();

    assertThat(ran.exitCode).isEqualTo(4);
    assertThat(ran.err).contains("a cell's code has ended the process");
  }

  private Path notebook(String... cells) throws IOException {
    JsonArray array = new JsonArray();
    for (String source : cells) {
      JsonObject cell = new JsonObject();
      cell.addProperty("cell_type", "code");
      cell.addProperty("source", source);
      JsonArray tags = new JsonArray();
      if (source.equals(DECLARED)) {
        tags.add("parameters");
      }
      JsonObject metadata = new JsonObject();
      metadata.add("tags", tags);
      cell.add("metadata", metadata);
      array.add(cell);
    }
    JsonObject notebook = new JsonObject();
    notebook.add("cells", array);
    notebook.addProperty("nbformat", 4);
    notebook.addProperty("nbformat_minor", 5);
    return Files.writeString(folder.resolve("lesson.ipynb"), notebook.toString());
  }

  private static List<String> sources(Path notebook) throws IOException {
    List<String> sources = new ArrayList<>();
    JsonObject json = JsonParser.parseString(Files.readString(notebook)).getAsJsonObject();
    json.getAsJsonArray("cells")
        .forEach(
            cell -> {
              StringBuilder source = new StringBuilder();
              var given = cell.getAsJsonObject().get("source");
              if (given.isJsonArray()) {
                given.getAsJsonArray().forEach(line -> source.append(line.getAsString()));
              } else {
                source.append(given.getAsString());
              }
              sources.add(source.toString());
            });
    return sources;
  }

  private Call run(Path notebook, String... options) {
    Call call = new Call("run", notebook.toString());
    call.command.addAll(List.of(options));
    return call;
  }

  /** What the program has printed, and how it ended. */
  private record Ran(int exitCode, String out, String err) {}

  /** A call of the program, from another folder than the notebook's. */
  private final class Call {

    private final List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));

    private final Map<String, String> environment = new HashMap<>();

    Call(String... words) {
      command.addAll(List.of(words));
    }

    Call in(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    Call with(String parameter) {
      command.addAll(List.of("-p", parameter));
      return this;
    }

    Ran start() throws IOException, InterruptedException {
      File out = folder.resolve("stdout").toFile();
      File err = folder.resolve("stderr").toFile();
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.environment().put("FLOWCELL_HOME", folder.resolve("home").toString());
      builder.redirectOutput(out).redirectError(err);
      int exitCode = builder.start().waitFor();
      return new Ran(
          exitCode,
          Files.readString(out.toPath(), StandardCharsets.UTF_8),
          Files.readString(err.toPath(), StandardCharsets.UTF_8));
    }
  }
}
