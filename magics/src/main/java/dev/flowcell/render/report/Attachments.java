package dev.flowcell.render.report;

import dev.flowcell.notebook.NotebookCell;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The pictures of a notebook's text: those attached to a cell, and the files beside the notebook,
 * which become a part of the page. A picture of the web is left out: the page asks nobody.
 */
final class Attachments {

  private static final Map<String, String> TYPES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "gif", "image/gif",
          "svg", "image/svg+xml",
          "webp", "image/webp");

  /** A larger file is no picture that anybody wants in a page. */
  private static final long MOST_BYTES = 5_000_000;

  private final Path folder;

  Attachments(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The addresses of pictures in a cell's text as the page has them. */
  UnaryOperator<String> of(NotebookCell cell) {
    return url ->
        url.startsWith("attachment:")
            ? cell.attachment(url.substring("attachment:".length())).orElse(url)
            : ofFile(url);
  }

  private String ofFile(String url) {
    String ending = url.substring(url.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String type = TYPES.get(ending);
    if (type == null) {
      return url;
    }
    try {
      Path file = folder.resolve(decoded(url)).normalize();
      if (file.startsWith(folder) && Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
        byte[] bytes = Files.readAllBytes(file);
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
      }
    } catch (IOException | InvalidPathException e) {
      // then it stays what it is
    }
    return url;
  }

  private static String decoded(String url) {
    try {
      String path = new URI(url).getPath();
      return path == null ? url : path;
    } catch (URISyntaxException e) {
      return url; // with a blank in it, say
    }
  }
}
