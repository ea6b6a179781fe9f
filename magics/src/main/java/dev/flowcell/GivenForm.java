package dev.flowcell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flowcell.cell.MimeBundle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value in the one form that a cell asks for, by MIME type or its short name. */
final class GivenForm {

  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("text", "text/plain"),
          Map.entry("html", "text/html"),
          Map.entry("md", "text/markdown"),
          Map.entry("markdown", "text/markdown"),
          Map.entry("latex", "text/latex"),
          Map.entry("javascript", "application/javascript"),
          Map.entry("js", "application/javascript"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("json", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"));

  private GivenForm() {}

  /** Whether a text is a MIME type, or a short name of one. */
  static boolean isType(String text) {
    return SHORT.containsKey(text.toLowerCase(Locale.ROOT))
        || text.matches("[a-z]+/[A-Za-z0-9.+-]+");
  }

  /** What the value's own renderer has of those forms; else its text, which is that form then. */
  static MimeBundle of(@Nullable Object value, List<String> types, Session session) {
    MimeBundle rendered = session.renderers().render(value);
    Map<String, Object> data = new LinkedHashMap<>();
    Map<String, Object> metadata = new LinkedHashMap<>();
    for (String type : types) {
      String mime = mime(type);
      Object form = rendered.data().get(mime);
      if (form != null) {
        data.put(mime, form);
      } else if (mime.equals(MimeBundle.PNG)) {
        MimeBundle picture = new CellArtifacts(session).picture(value == null ? "null" : value);
        data.putAll(picture.data());
        metadata.putAll(picture.metadata());
      } else {
        data.put(mime, mime.endsWith("json") ? json(String.valueOf(value)) : String.valueOf(value));
      }
    }
    data.putIfAbsent(MimeBundle.TEXT, rendered.text());
    return new MimeBundle(data, metadata);
  }

  private static String mime(String type) {
    if (!isType(type)) {
      throw new IllegalArgumentException(
          "'%s' is no MIME type; write one such as text/html, or one of %s"
              .formatted(type, String.join(", ", SHORT.keySet().stream().sorted().toList())));
    }
    return SHORT.getOrDefault(type.toLowerCase(Locale.ROOT), type);
  }

  private static Object json(String text) {
    try {
      return new ObjectMapper().readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
