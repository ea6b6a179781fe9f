package dev.flowcell.magic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flowcell.flow.Parameter;
import dev.flowcell.magic.NotebookParameters.Declared;
import dev.flowcell.magic.NotebookParameters.Place;
import dev.flowcell.notebook.Notebook;
import dev.flowcell.notebook.NotebookCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookParametersTest {

  @TempDir private Path folder;

  @Test
  void variables_of_the_tagged_cell_and_calls_of_param_are_told_with_type_and_value()
      throws Exception {
    NotebookParameters read =
        read(
            "// of the run\nint year = 2026;\nvar who = \"Ada\"; var day = LocalDate.parse(\"2026-11-23\");"
                + "\nLevel level = Level.LOW;\nString path;",
            "int other = 3;\nString text = param(\"path\", \"x\") + param(\"factor\", 0.5);",
            "int tries() { return param(\"tries\", 3); }");

    assertThat(read.parameters())
        .containsExactly(
            new Declared("year", "int", "2026", Place.CELL),
            new Declared("who", "String", "\"Ada\"", Place.CELL),
            new Declared("day", "LocalDate", "LocalDate.parse(\"2026-11-23\")", Place.CELL),
            new Declared("level", "Level", "Level.LOW", Place.CELL),
            new Declared("path", "String", "", Place.CELL),
            new Declared("factor", "double", "0.5", Place.CALL),
            new Declared("tries", "int", "3", Place.CALL));
  }

  @Test
  void flows_are_told_in_each_of_their_spellings_and_nothing_else() throws Exception {
    NotebookParameters read =
        read(
            "",
            "%flow --retries 2\n// a note\nvoid exam(int year, List<String> names) {}\n"
                + "int helper(int x) { return x; }",
            "%%flow\nvoid whole(double d) {}",
            "@Flow(retries = 1)\nvoid annotated() {}",
            "%task\nint load(String from) { return 1; }",
            "%flow run exam year=2026\nvoid plain(int x) {}",
            "this is { no Java");

    assertThat(read.flows())
        .containsOnlyKeys("exam", "whole", "annotated")
        .containsEntry(
            "exam", List.of(new Parameter("int", "year"), new Parameter("List<String>", "names")))
        .containsEntry("whole", List.of(new Parameter("double", "d")));
  }

  /** The first cell is the tagged one. */
  private NotebookParameters read(String... sources) throws IOException {
    ObjectNode notebook = new ObjectMapper().createObjectNode();
    notebook.put("nbformat", 4).put("nbformat_minor", 5);
    ArrayNode cells = notebook.putArray("cells");
    for (String source : sources) {
      ArrayNode tags =
          cells
              .addObject()
              .put("cell_type", "code")
              .put("source", source)
              .putObject("metadata")
              .putArray("tags");
      if (cells.size() == 1) {
        tags.add(NotebookCell.PARAMETERS);
      }
    }
    Path file = Files.writeString(folder.resolve("n.ipynb"), notebook.toString());
    return NotebookParameters.of(Notebook.read(file));
  }
}
