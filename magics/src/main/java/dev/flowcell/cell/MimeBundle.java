package dev.flowcell.cell;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One value in several forms; a viewer shows the richest it knows.
 *
 * @param data by MIME type, richest first. Text is a {@code String}, pictures are Base64 strings,
 *     and types that end in {@code json} are trees of {@code Map}, {@code List}, {@code String},
 *     {@code Number}, {@code Boolean} and {@code null}
 * @param metadata by MIME type, such as width and height of a picture
 */
public record MimeBundle(Map<String, Object> data, Map<String, Object> metadata) {

  public static final String TEXT = "text/plain";
  public static final String HTML = "text/html";
  public static final String MARKDOWN = "text/markdown";
  public static final String PNG = "image/png";
  public static final String PLOTLY = "application/vnd.plotly.v1+json";

  public MimeBundle {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** A bundle of plain text alone. */
  public static MimeBundle text(String text) {
    return new MimeBundle(Map.of(TEXT, text), Map.of());
  }

  /** A bundle of HTML with its text twin. */
  public static MimeBundle html(String html, String text) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(HTML, html);
    data.put(TEXT, text);
    return new MimeBundle(data, Map.of());
  }

  /** The text twin, or empty where there is none. */
  public String text() {
    return data.getOrDefault(TEXT, "").toString();
  }
}
