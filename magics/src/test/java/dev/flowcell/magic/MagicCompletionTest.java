package dev.flowcell.magic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.Completion;
import dev.flowcell.engine.Definitions;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import dev.flowcell.magic.syntax.CellScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MagicCompletionTest {

  private final Definitions definitions = new Definitions();
  private final StandardMagics magics = new StandardMagics();
  private final MagicCompletion completion =
      new MagicCompletion(magics, new CellScanner(magics), definitions);

  /** The cursor stands at the end of the line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%ta | %task",
        "  %do | %doctor",
        "%%t | %%task, %%time",
        "%task --ret | --retries, --retry-for, --retry-on",
        "%task load --max | --max-delay",
        "%task l | list",
        "%task show cl | cleanData",
        "%task run cl | cleanData",
        "%task debug cleanData c | ''",
        "%flow run an | analysis",
        "%flow run analysis y | year=",
        "%flow run analysis --fail cl | cleanData:",
        "%flow resume --from cl | cleanData",
        "%flow plan an | analysis",
        "%flow history an | analysis",
        "%flow logs --l | --level",
        "%flow logs --level W | WARN",
        "%task --h | --help",
        "%task --time | --timeout",
        "%help t | task, time"
      })
  void a_magic_line_is_completed(String line, String expected) {
    definitions.define(new Task("cleanData", List.of(), "", 1, TaskOptions.NONE), null);
    definitions.define(
        new Flow("analysis", List.of(new Parameter("int", "year")), "", 1, FlowOptions.NONE), null);
    String code = "int a = 1;\n" + line;
    Completion found = completion.complete(code + "\nint b;", code.length()).orElseThrow();
    assertThat(String.join(", ", found.matches())).isEqualTo(expected);
    assertThat(found.end()).isEqualTo(code.length());
    for (String match : found.matches()) {
      assertThat(code.substring(0, found.start()) + match)
          .startsWith(code.substring(0, found.start()));
      assertThat(match).startsWith(code.substring(found.start(), found.end()));
    }
  }

  @Test
  void completes_the_files_of_a_folder(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("data"));
    Files.createFile(folder.resolve("deep learning.ipynb"));
    Files.createFile(folder.resolve("djl.ipynb"));
    String typed = folder + "/d";

    for (String line : List.of("%load ", "%%writefile -a ", "var added = %jars a.jar ", "%pom ")) {
      String code = line + typed;
      Completion found = completion.complete(code, code.length()).orElseThrow();
      assertThat(found.matches()).as(line).containsExactly(typed + "ata/", typed + "jl.ipynb");
      assertThat(found.start()).isEqualTo(line.length());
    }
    assertThat(completion.complete("%load " + folder + "/none/", 40).orElseThrow().matches())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%load \"", "%load '", "%jars \"a b.jar\" \""})
  void completes_the_files_of_a_folder_behind_a_quote_with_their_blanks(
      String line, @TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("deep learning.ipynb"));
    Files.createFile(folder.resolve("deep.ipynb"));

    for (String typed : List.of(folder + "/d", folder + "/deep")) {
      String code = line + typed;
      Completion found = completion.complete(code, code.length()).orElseThrow();
      assertThat(found.matches())
          .containsExactly(folder + "/deep learning.ipynb", folder + "/deep.ipynb");
      assertThat(found.start()).isEqualTo(line.length());
    }
    String behindBlank = line + folder + "/deep l";
    assertThat(completion.complete(behindBlank, behindBlank.length()).orElseThrow())
        .isEqualTo(
            new Completion(
                List.of(folder + "/deep learning.ipynb"), line.length(), behindBlank.length()));
    assertThat(completion.complete(line + "\"", line.length()).orElseThrow().matches())
        .allMatch(match -> !match.startsWith("\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"int a = b\n%q", "\"\"\"\n%ta", "foo(\n%ta", "abc", "%time Mat"})
  void what_is_java_is_left_to_java(String code) {
    if (code.startsWith("int a")) {
      // at the beginning of a line it may become either; no magic is called so
      assertThat(completion.complete(code, code.length()).orElseThrow().matches()).isEmpty();
      return;
    }
    assertThat(completion.complete(code, code.length())).isEmpty();
  }

  @Test
  void the_java_of_a_timed_line_stays() {
    assertThat(completion.javaOf("%time a.b\n%task x\nint c;"))
        .isEqualTo("      a.b\n       \nint c;");
  }

  @Test
  void a_magic_tells_its_help_where_it_stands() {
    String code = "int a;\n%flow logs --grep x\n%time a";
    assertThat(completion.inspect(code, 10).orElseThrow().text())
        .contains("%flow history", "--limit");
    assertThat(completion.inspect(code, 2)).isEmpty();
    assertThat(completion.inspect(code, code.length())).isEmpty();
  }
}
