package dev.flowcell.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellOutput.Stream;
import dev.flowcell.cell.MimeBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotebookTest {

  @TempDir private Path folder;

  @Test
  void what_is_not_known_of_a_file_is_kept() throws Exception {
    String json =
        """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "a",
           "metadata": {
            "mine": [
             1,
             {}
            ]
           },
           "source": [
            "# Title\\n",
            "text"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "language": "java",
           "name": "flowcell"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }
        """;
    Path file = folder.resolve("n.ipynb");
    Files.writeString(file, json);

    Notebook notebook = Notebook.read(file);
    notebook.write(file);

    assertThat(Files.readString(file)).isEqualTo(json);
    assertThat(notebook.title()).contains("Title");
    assertThat(notebook.cells().get(0).source()).isEqualTo("# Title\ntext");
  }

  @Test
  void outputs_are_written_as_jupyter_does() throws Exception {
    Notebook notebook = notebook("code");
    NotebookCell cell = notebook.cells().get(0);
    cell.begin(3);
    Map<String, Object> forms = new LinkedHashMap<>();
    forms.put("application/json", Map.of("a", List.of(1, true)));
    forms.put("image/png", "aGk=");
    forms.put("text/plain", "x\ny");
    cell.outputs(
        List.of(
            new Output.Printed(Stream.STDERR, "one\ntwo\n"),
            new Output.Displayed(new MimeBundle(forms, Map.of()), "id"),
            new Output.Result(MimeBundle.text("5")),
            new Output.Failure(CellError.of("Oops", "no"))));

    assertThat(cell.toJson().path("execution_count").asInt()).isEqualTo(3);
    assertThat(cell.toJson().path("outputs").toString())
        .isEqualTo(
            "[{\"name\":\"stderr\",\"output_type\":\"stream\",\"text\":[\"one\\n\",\"two\\n\"]},"
                + "{\"data\":{\"application/json\":{\"a\":[1,true]},\"image/png\":\"aGk=\","
                + "\"text/plain\":[\"x\\n\",\"y\"]},\"metadata\":{},"
                + "\"output_type\":\"display_data\"},"
                + "{\"data\":{\"text/plain\":[\"5\"]},\"metadata\":{},\"execution_count\":3,"
                + "\"output_type\":\"execute_result\"},"
                + "{\"ename\":\"Oops\",\"evalue\":\"no\",\"output_type\":\"error\","
                + "\"traceback\":[\"Oops: no\"]}]");
  }

  @Test
  void numbers_that_json_does_not_have_are_written_as_null() throws Exception {
    Notebook notebook = notebook("code");
    List<Object> numbers = List.of(Double.NaN, Float.NEGATIVE_INFINITY, 1.5, 2.5f);
    NotebookCell cell = notebook.cells().get(0);
    cell.outputs(
        List.of(
            new Output.Displayed(
                new MimeBundle(Map.of("application/json", numbers), Map.of()), "id")));

    String written = NotebookJson.write(cell.toJson());

    assertThat(written.replaceAll("\\s", "")).contains("[null,null,1.5,2.5]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no json                        | n.ipynb is no notebook: Unrecognized token 'no'",
        "{}                             | n.ipynb is no notebook: it has no list of cells",
        "[]                             | n.ipynb is no notebook: it has no list of cells",
        "{\"cells\": [1]}               | n.ipynb is no notebook: it has no list of cells",
        "{\"worksheets\": []}           | n.ipynb is of an old format: open it in JupyterLab",
        "{\"cells\": [], \"nbformat\": 5}   | n.ipynb is of format 5, and only format 4",
        "{\"cells\": [], \"nbformat\": 4, \"metadata\": {\"language_info\": {\"name\": \"python\"}}}"
            + "| n.ipynb is a notebook of python, not of Java"
      })
  void a_file_that_can_not_be_run_says_why(String json, String message) {
    assertThatThrownBy(() -> Notebook.parse(json, "n.ipynb"))
        .isInstanceOf(NotebookException.class)
        .hasMessageStartingWith(message);
  }

  /** Of code cells. */
  static Notebook notebook(String... sources) throws NotebookException {
    ObjectNode json = empty();
    for (String source : sources) {
      add(json, source);
    }
    return Notebook.parse(json.toString(), "test");
  }

  /** Of code cells, each with a tag. */
  static Notebook tagged(String... sourcesAndTags) throws NotebookException {
    ObjectNode json = empty();
    for (int i = 0; i < sourcesAndTags.length; i += 2) {
      ObjectNode cell = add(json, sourcesAndTags[i]);
      cell.putObject("metadata").putArray("tags").add(sourcesAndTags[i + 1]);
    }
    return Notebook.parse(json.toString(), "test");
  }

  private static ObjectNode empty() {
    ObjectNode json = NotebookJson.MAPPER.createObjectNode();
    json.put("nbformat", 4).put("nbformat_minor", 5).putObject("metadata");
    json.putArray("cells");
    return json;
  }

  private static ObjectNode add(ObjectNode json, String source) {
    ObjectNode cell = ((ArrayNode) json.get("cells")).addObject();
    return cell.put("cell_type", "code").put("source", source);
  }
}
