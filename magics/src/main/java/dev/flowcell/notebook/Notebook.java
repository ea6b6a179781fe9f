package dev.flowcell.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A notebook. What a file says that is not known here is kept as it stands. The list of cells is
 * for one thread at a time; their outputs are for any.
 */
public final class Notebook {

  private static final int FORMAT = 4;

  /** The parser's words for a place; what it calls the source says nothing. */
  private static final Pattern SOURCE = Pattern.compile("\\[Source: .*?; (line: [^]]*)]");

  private final ObjectNode node;
  private final List<NotebookCell> cells = new ArrayList<>();

  private Notebook(ObjectNode node) {
    this.node = node;
    node.path("cells").forEach(cell -> cells.add(new NotebookCell((ObjectNode) cell)));
  }

  /**
   * Reads a file.
   *
   * @throws NotebookException when it is no notebook of Java cells
   * @throws IOException when it can't be read
   */
  public static Notebook read(Path file) throws IOException {
    String json;
    try {
      json = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new NotebookException("there is no file " + file);
    } catch (java.nio.charset.MalformedInputException e) {
      throw new NotebookException(file + " is no notebook: it is no text in UTF-8");
    }
    return parse(json, file.toString());
  }

  /**
   * Reads the text of a file.
   *
   * @param name what messages call it
   * @throws NotebookException when it is no notebook of Java cells
   */
  static Notebook parse(String json, String name) throws NotebookException {
    JsonNode node;
    try {
      node = NotebookJson.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      String problem = SOURCE.matcher(e.getOriginalMessage()).replaceAll("$1");
      throw new NotebookException(name + " is no notebook: " + problem);
    }
    if (!(node instanceof ObjectNode object) || !isCells(node.path("cells"))) {
      boolean isOld = node.path("worksheets").isArray();
      throw new NotebookException(
          isOld
              ? name + " is of an old format: open it in JupyterLab and save it"
              : name + " is no notebook: it has no list of cells");
    }
    if (node.path("nbformat").asInt() != FORMAT) {
      throw new NotebookException(
          "%s is of format %s, and only format 4 is known here"
              .formatted(name, node.path("nbformat").asText("none")));
    }
    Notebook notebook = new Notebook(object);
    String language = notebook.language();
    if (!language.isEmpty() && !language.equalsIgnoreCase("java")) {
      throw new NotebookException("%s is a notebook of %s, not of Java".formatted(name, language));
    }
    return notebook;
  }

  private static boolean isCells(JsonNode cells) {
    for (JsonNode cell : cells) {
      if (!cell.isObject()) {
        return false;
      }
    }
    return cells.isArray();
  }

  private String language() {
    JsonNode metadata = node.path("metadata");
    String ofKernel = metadata.path("kernelspec").path("language").asText("");
    return ofKernel.isEmpty() ? metadata.path("language_info").path("name").asText("") : ofKernel;
  }

  /** The cells, from top to bottom. */
  public List<NotebookCell> cells() {
    return List.copyOf(cells);
  }

  /** The first heading of its text. */
  public Optional<String> title() {
    return cells.stream()
        .filter(NotebookCell::isMarkdown)
        .flatMap(cell -> cell.source().lines())
        .filter(line -> line.startsWith("# "))
        .map(line -> line.substring(2).strip())
        .findFirst();
  }

  /** Takes the cells out that gave parameters other values in an earlier run. */
  public void removeInjected() {
    cells.removeIf(cell -> cell.tags().contains(NotebookCell.INJECTED));
  }

  /** Puts a code cell behind another one. */
  NotebookCell insertBehind(NotebookCell cell, String source, String tag) {
    ObjectNode added = NotebookJson.MAPPER.createObjectNode();
    added.put("cell_type", "code");
    added.putNull("execution_count");
    if (!cell.id().isEmpty()) {
      added.put("id", UUID.randomUUID().toString().substring(0, 8));
    }
    added.putObject("metadata").putArray("tags").add(tag);
    added.putArray("outputs");
    added.set("source", NotebookJson.lines(source));
    NotebookCell code = new NotebookCell(added);
    cells.add(cells.indexOf(cell) + 1, code);
    return code;
  }

  /** As a file has it, with the outputs as they are now. */
  public String toJson() {
    ObjectNode json = node.deepCopy();
    ArrayNode array = json.putArray("cells");
    cells.forEach(cell -> array.add(cell.toJson()));
    return NotebookJson.write(json);
  }

  /** Writes a file, whole or not at all. */
  public void write(Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling(whole.getFileName() + ".part");
    Files.writeString(part, toJson(), StandardCharsets.UTF_8);
    Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
  }
}
