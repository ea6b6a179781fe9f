package dev.flowcell.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What programs can ask and do, as OpenAPI 3.1 describes it. */
final class OpenApi {

  private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");
  private static final String FORM = "application/x-www-form-urlencoded";

  private OpenApi() {}

  /** The whole description. */
  static ObjectNode of(Guide guide) {
    ObjectNode api = JsonNodeFactory.instance.objectNode();
    api.put("openapi", "3.1.0");
    api.putObject("info").put("title", "Flowcell's dashboard").put("version", "1");
    api.putArray("security").addObject().putArray("token");
    api.putObject("components")
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer");
    ObjectNode paths = api.putObject("paths");
    for (Page<?> page : guide.pages()) {
      String path = Guide.address(page);
      ObjectNode get = paths.withObjectProperty(path).putObject("get").put("summary", page.about());
      page.inputs().forEach(input -> parameter(get, input, "query"));
      finish(get, path);
    }
    for (Action action : guide.actions()) {
      String path = Guide.address(action);
      ObjectNode post =
          paths.withObjectProperty(path).putObject("post").put("summary", action.about());
      form(post, action.inputs());
      finish(post, path);
    }
    return api;
  }

  private static void finish(ObjectNode operation, String path) {
    for (MatchResult name : IN_PATH.matcher(path).results().toList()) {
      parameter(operation, new Input(name.group(1), "the id"), "path");
    }
    ObjectNode responses = operation.putObject("responses");
    answer(responses, "200", "the answer");
    answer(responses, "default", "what is wrong, as the field error");
  }

  private static void parameter(ObjectNode operation, Input input, String place) {
    ArrayNode parameters = operation.withArrayProperty("parameters");
    ObjectNode parameter = parameters.addObject().put("name", input.name()).put("in", place);
    parameter.put("description", input.about()).put("required", place.equals("path"));
    parameter.putObject("schema").put("type", "string");
  }

  private static void form(ObjectNode operation, List<Input> inputs) {
    if (inputs.isEmpty()) {
      return;
    }
    ObjectNode schema =
        operation.putObject("requestBody").putObject("content").putObject(FORM).putObject("schema");
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    for (Input input : inputs) {
      properties.putObject(input.name()).put("type", "string").put("description", input.about());
    }
  }

  private static void answer(ObjectNode responses, String status, String description) {
    ObjectNode answer = responses.putObject(status).put("description", description);
    answer.putObject("content").putObject("application/json");
  }
}
