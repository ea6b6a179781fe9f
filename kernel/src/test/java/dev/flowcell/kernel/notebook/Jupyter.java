package dev.flowcell.kernel.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** The Jupyter of the checkout's {@code .venv}, with the built kernel installed in a folder. */
final class Jupyter {

  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path VENV = MODULE.resolveSibling(".venv");
  private static final Path SCRIPTS = MODULE.resolve("src/test/python");

  private static final Path PREFIX = MODULE.resolve("target/jupyter");
  private static final AtomicBoolean INSTALLED = new AtomicBoolean();

  private final Path folder;

  private Jupyter(Path folder) {
    this.folder = folder;
  }

  /** The built kernel, installed as a user would, with that folder to work in. */
  static Jupyter in(Path folder) {
    if (!Files.isDirectory(VENV)) {
      fail("These tests need JupyterLab in .venv: run ./install-kernel.sh --demo once.");
    }
    Jupyter jupyter = new Jupyter(folder);
    jupyter.install();
    return jupyter;
  }

  /** Once for all tests: it starts a kernel three times. */
  private void install() {
    synchronized (INSTALLED) {
      if (INSTALLED.get()) {
        return;
      }
      Ran ran = flowcell("install", "--prefix", PREFIX.toString());
      assertThat(ran.exit()).as(ran.text()).isZero();
      INSTALLED.set(true);
    }
  }

  /** What a command printed, and its exit code. */
  record Ran(int exit, String out, String err) {
    String text() {
      return out + err;
    }
  }

  /** Executes a notebook and returns it with its outputs. */
  Executed execute(Path notebook, String... options) {
    Path out = folder.resolve("executed-" + notebook.getFileName());
    List<String> command = new ArrayList<>(python("execute.py"));
    command.add(notebook.toString());
    command.add(out.toString());
    command.addAll(List.of(options));
    Ran ran = run(command);
    return new Executed(ran, out);
  }

  /** Executes a notebook by {@code flowcell run}, without Jupyter. */
  Executed executeWithoutJupyter(Path notebook) {
    Path out = folder.resolve("run-" + notebook.getFileName());
    return new Executed(flowcell("run", notebook.toString(), "-o", out.toString()), out);
  }

  /** A notebook of these code cells, written into the folder. */
  Path notebook(String name, String... cells) {
    JsonObject notebook = new JsonObject();
    JsonArray list = new JsonArray();
    for (int i = 0; i < cells.length; i++) {
      JsonObject cell = new JsonObject();
      cell.addProperty("cell_type", "code");
      cell.addProperty("id", "cell-" + i);
      cell.add("metadata", new JsonObject());
      cell.addProperty("source", cells[i]);
      cell.add("execution_count", com.google.gson.JsonNull.INSTANCE);
      cell.add("outputs", new JsonArray());
      list.add(cell);
    }
    notebook.add("cells", list);
    JsonObject kernel = new JsonObject();
    kernel.addProperty("name", "flowcell");
    kernel.addProperty("display_name", "Java (Flowcell)");
    JsonObject metadata = new JsonObject();
    metadata.add("kernelspec", kernel);
    notebook.add("metadata", metadata);
    notebook.addProperty("nbformat", 4);
    notebook.addProperty("nbformat_minor", 5);
    Path file = folder.resolve(name);
    try {
      Files.writeString(file, notebook.toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return file;
  }

  /** Runs one of the scripts beside the tests with the {@code .venv}'s Python. */
  Ran script(String name, String... arguments) {
    List<String> command = new ArrayList<>(python(name));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs one of Jupyter's own commands. */
  Ran jupyter(String... arguments) {
    List<String> command = new ArrayList<>(List.of(VENV.resolve("bin/jupyter").toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs the built program. */
  private Ran flowcell(String... arguments) {
    return run(program(arguments));
  }

  /** Starts the built program; what it writes to both its streams can be read from it. */
  Process start(String... arguments) throws IOException {
    return builder(program(arguments)).redirectErrorStream(true).start();
  }

  private static List<String> program(String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-jar"));
    command.add(MODULE.resolve("target/flowcell.jar").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> python(String script) {
    return List.of(VENV.resolve("bin/python").toString(), SCRIPTS.resolve(script).toString());
  }

  private Ran run(List<String> command) {
    try {
      Path out = Files.createTempFile(folder, "out", ".txt");
      Path err = Files.createTempFile(folder, "err", ".txt");
      Process process =
          builder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        fail("no end after five minutes: " + command + "\n" + Files.readString(err));
      }
      return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JUPYTER_PATH", PREFIX.resolve("share/jupyter").toString());
    environment.put("FLOWCELL_HOME", folder.resolve("home").toString());
    return builder;
  }

  /** An executed notebook. */
  static final class Executed {

    private final Ran ran;
    private final Path file;

    private Executed(Ran ran, Path file) {
      this.ran = ran;
      this.file = file;
    }

    int exit() {
      return ran.exit();
    }

    String stderr() {
      return ran.err();
    }

    Path file() {
      return file;
    }

    /** The outputs of the code cell of that place, from 1, each as its JSON. */
    List<JsonObject> outputs(int codeCell) {
      return outputs(codeCells().get(codeCell - 1));
    }

    private static List<JsonObject> outputs(JsonObject cell) {
      List<JsonObject> outputs = new ArrayList<>();
      cell.getAsJsonArray("outputs").forEach(output -> outputs.add(output.getAsJsonObject()));
      return outputs;
    }

    /**
     * The outputs of all cells, in order: what kind each is, its formats, and its text. Behind them
     * what the cell printed, as one: in how many pieces it comes is chance.
     */
    List<String> shown() {
      List<String> shown = new ArrayList<>();
      for (JsonObject cell : codeCells()) {
        String id = cell.get("id").getAsString();
        Map<String, StringBuilder> printed = new TreeMap<>();
        for (JsonObject output : outputs(cell)) {
          String type = output.get("output_type").getAsString();
          if (type.equals("stream")) {
            String stream = output.get("name").getAsString();
            printed.computeIfAbsent(stream, any -> new StringBuilder()).append(textOf(output));
          } else {
            JsonObject data = output.getAsJsonObject("data");
            Set<String> formats = data == null ? Set.of() : new TreeSet<>(data.keySet());
            shown.add("%s %s %s\n%s".formatted(id, type, formats, textOf(output)));
          }
        }
        printed.forEach((stream, text) -> shown.add("%s %s\n%s".formatted(id, stream, text)));
      }
      return shown;
    }

    /** How often a text is in the HTML of all outputs. */
    int countInHtml(String part) {
      int count = 0;
      for (JsonObject cell : codeCells()) {
        for (JsonObject output : outputs(cell)) {
          JsonObject data = output.getAsJsonObject("data");
          String html = data == null ? "" : joined(data.get("text/html"));
          count += html.split(Pattern.quote(part), -1).length - 1;
        }
      }
      return count;
    }

    /** How many outputs are pictures. */
    int pictures() {
      return (int)
          codeCells().stream()
              .flatMap(cell -> outputs(cell).stream())
              .filter(output -> output.has("data"))
              .filter(output -> output.getAsJsonObject("data").has("image/png"))
              .count();
    }

    /** All text that the code cell of that place shows: streams, text twins, errors. */
    String text(int codeCell) {
      return text(codeCells().get(codeCell - 1));
    }

    /** All text that the cell of that id shows. */
    String textOfCell(String id) {
      return codeCells().stream()
          .filter(cell -> cell.get("id").getAsString().equals(id))
          .findFirst()
          .map(Executed::text)
          .orElseThrow(() -> new AssertionError("there is no code cell " + id + " in " + file));
    }

    private static String text(JsonObject cell) {
      StringBuilder text = new StringBuilder();
      outputs(cell).forEach(output -> text.append(textOf(output)).append('\n'));
      return text.toString();
    }

    /** All text of all cells. */
    String text() {
      StringBuilder text = new StringBuilder();
      for (int cell = 1; cell <= codeCells().size(); cell++) {
        text.append(text(cell));
      }
      return text.toString();
    }

    private List<JsonObject> codeCells() {
      try {
        List<JsonObject> cells = new ArrayList<>();
        JsonParser.parseString(Files.readString(file))
            .getAsJsonObject()
            .getAsJsonArray("cells")
            .forEach(
                cell -> {
                  if (cell.getAsJsonObject().get("cell_type").getAsString().equals("code")) {
                    cells.add(cell.getAsJsonObject());
                  }
                });
        return cells;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private static String textOf(JsonObject output) {
      return switch (output.get("output_type").getAsString()) {
        case "stream" -> joined(output.get("text"));
        case "error" ->
            output.get("ename").getAsString()
                + ": "
                + output.get("evalue").getAsString()
                + "\n"
                + joined(output.get("traceback"));
        default -> joined(output.getAsJsonObject("data").get("text/plain"));
      };
    }

    private static String joined(com.google.gson.JsonElement text) {
      if (text == null) {
        return "";
      }
      if (!text.isJsonArray()) {
        return text.getAsString();
      }
      StringBuilder all = new StringBuilder();
      text.getAsJsonArray().forEach(line -> all.append(line.getAsString()));
      return all.toString();
    }
  }
}
