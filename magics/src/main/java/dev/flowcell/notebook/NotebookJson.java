package dev.flowcell.notebook;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** Texts and outputs as nbformat 4 writes them, laid out as Jupyter does: one line of text each. */
final class NotebookJson {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final ObjectWriter WRITER = MAPPER.writer(printer());

  private NotebookJson() {}

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indent = new DefaultIndenter(" ", "\n");
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    printer.indentArraysWith(indent);
    printer.indentObjectsWith(indent);
    return printer;
  }

  static String write(JsonNode json) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new FiniteNumbers(MAPPER.createGenerator(text))) {
      WRITER.writeValue(out, json);
    } catch (IOException e) {
      throw new IllegalStateException(e); // a tree can always be written
    }
    return text + "\n";
  }

  /**
   * JSON has neither NaN nor infinities, and a browser opens no notebook that has. The kernel sends
   * null for them too.
   */
  private static final class FiniteNumbers extends JsonGeneratorDelegate {

    FiniteNumbers(JsonGenerator out) {
      super(out);
    }

    @Override
    public void writeNumber(double number) throws IOException {
      if (Double.isFinite(number)) {
        super.writeNumber(number);
      } else {
        writeNull();
      }
    }

    @Override
    public void writeNumber(float number) throws IOException {
      if (Float.isFinite(number)) {
        super.writeNumber(number);
      } else {
        writeNull();
      }
    }
  }

  /** A text, which the format allows to stand in pieces. */
  static String text(JsonNode text) {
    if (!text.isArray()) {
      return text.asText("");
    }
    StringBuilder whole = new StringBuilder();
    text.forEach(piece -> whole.append(piece.asText()));
    return whole.toString();
  }

  /** A text in pieces of one line. */
  static ArrayNode lines(String text) {
    ArrayNode lines = MAPPER.createArrayNode();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      lines.add(text.substring(from, end + 1));
      from = end + 1;
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  static void outputs(ArrayNode array, List<Output> outputs, int number) {
    for (Output output : outputs) {
      ObjectNode json = array.addObject();
      if (output instanceof Output.Printed printed) {
        json.put("name", printed.stream() == CellOutput.Stream.STDOUT ? "stdout" : "stderr");
        json.put("output_type", "stream");
        json.set("text", lines(printed.text()));
      } else if (output instanceof Output.Displayed displayed) {
        bundle(json, displayed.bundle());
        json.put("output_type", "display_data");
      } else if (output instanceof Output.Result result) {
        bundle(json, result.bundle());
        json.put("execution_count", number);
        json.put("output_type", "execute_result");
      } else if (output instanceof Output.Failure failure) {
        error(json, failure.error());
      }
    }
  }

  private static void bundle(ObjectNode json, MimeBundle bundle) {
    ObjectNode data = json.putObject("data");
    for (Map.Entry<String, Object> form : bundle.data().entrySet()) {
      String type = form.getKey();
      if (form.getValue() instanceof String text && !type.endsWith("json")) {
        boolean isText = type.startsWith("text/") || type.endsWith("+xml");
        data.set(type, isText ? lines(text) : data.textNode(text));
      } else {
        data.set(type, MAPPER.valueToTree(form.getValue()));
      }
    }
    json.set("metadata", MAPPER.valueToTree(bundle.metadata()));
  }

  private static void error(ObjectNode json, CellError error) {
    json.put("ename", error.name());
    json.put("evalue", error.message());
    json.put("output_type", "error");
    ArrayNode traceback = json.putArray("traceback");
    error.traceback().forEach(traceback::add);
  }
}
