package dev.flowcell.dashboard;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** The few files beside the pages, all of them from the program itself. Immutable. */
final class StaticFiles {

  static final String PATH = "/static/";

  private static final Map<String, String> TYPES =
      Map.of(
          "dashboard.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private StaticFiles() {}

  /** Answers with the file that the path names, if it is one of these. */
  static void serve(Context http) {
    String name = http.pathParam("file");
    String type = TYPES.get(name);
    if (type == null) {
      throw new NotFoundResponse("there is no file '" + name + "'");
    }
    // from page to page nothing is asked for again; after an update soon
    http.header("Cache-Control", "private, max-age=60");
    try (InputStream file = StaticFiles.class.getResourceAsStream(name)) {
      http.contentType(type).result(Objects.requireNonNull(file).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
