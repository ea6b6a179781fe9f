package dev.flowcell.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cell of a notebook. What is not known here of it is kept as it stands. Thread-safe. */
public final class NotebookCell {

  /** The tag of the cell that declares parameters with their default values (papermill). */
  public static final String PARAMETERS = "parameters";

  /** The tag of a cell that was put behind it to give them other values. */
  public static final String INJECTED = "injected-parameters";

  private static final String SKIPPED = "skip-execution";
  private static final String RAISES = "raises-exception";

  private final ObjectNode node;
  private List<Output> outputs = List.of();
  private int number;

  NotebookCell(ObjectNode node) {
    this.node = node;
  }

  /** The cell's id, empty in files before nbformat 4.5. */
  public String id() {
    return node.path("id").asText("");
  }

  public boolean isCode() {
    return is("code");
  }

  public boolean isMarkdown() {
    return is("markdown");
  }

  private boolean is(String type) {
    return node.path("cell_type").asText().equals(type);
  }

  /** The text, its lines separated by {@code \n}. */
  public String source() {
    return NotebookJson.text(node.path("source"));
  }

  public Set<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    node.path("metadata").path("tags").forEach(tag -> tags.add(tag.asText()));
    return tags;
  }

  /** A picture attached to the cell's text, as an address that holds all of it. */
  public Optional<String> attachment(String name) {
    for (Map.Entry<String, JsonNode> form : node.path("attachments").path(name).properties()) {
      String data = NotebookJson.text(form.getValue()).replaceAll("\\s", "");
      return Optional.of("data:" + form.getKey() + ";base64," + data);
    }
    return Optional.empty();
  }

  /** Whether there is something to run, and it is not tagged {@code skip-execution}. */
  public boolean isRun() {
    return isCode() && !source().isBlank() && !tags().contains(SKIPPED);
  }

  /** Whether it may fail, by its tag {@code raises-exception}. */
  public boolean mayFail() {
    return tags().contains(RAISES);
  }

  /** The number of {@code In [4]}; 0 where it has not been run. */
  public synchronized int number() {
    return number;
  }

  /** A code cell's outputs as they are now. */
  public synchronized List<Output> outputs() {
    return outputs;
  }

  synchronized void outputs(List<Output> now) {
    outputs = List.copyOf(now);
  }

  /** Forgets what an earlier run has left. */
  synchronized void clear() {
    number = 0;
    outputs = List.of();
  }

  synchronized void begin(int itsNumber) {
    number = itsNumber;
  }

  /** As the file has it, with the outputs as they are now. */
  synchronized ObjectNode toJson() {
    ObjectNode json = node.deepCopy();
    if (isCode()) {
      if (number == 0) {
        json.putNull("execution_count");
      } else {
        json.put("execution_count", number);
      }
      NotebookJson.outputs(json.putArray("outputs"), outputs, number);
    }
    return json;
  }
}
