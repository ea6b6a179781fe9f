package dev.flowcell.run;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Something to look at that a run has made. One with the id of an earlier one takes its place.
 *
 * @param id unique over all stores, ordered by time
 * @param flowRunId the flow run it belongs to, or null for a task run outside a flow
 * @param taskRunId the task run it belongs to, or null where the flow itself made it
 * @param attempt the attempt that made it, from 1
 * @param name what it is called; of progress, what is being done; may be empty
 * @param content by MIME type: {@code text/html} is safe to show, pictures are Base64, a link's
 *     address is {@code text/uri-list}, and the text of progress is its part of 1
 */
public record Artifact(
    String id,
    @Nullable String flowRunId,
    @Nullable String taskRunId,
    int attempt,
    Kind kind,
    String name,
    Instant at,
    Map<String, String> content) {

  public static final String TEXT = "text/plain";
  public static final String HTML = "text/html";
  public static final String PNG = "image/png";
  public static final String ADDRESS = "text/uri-list";

  /** What it is. */
  public enum Kind {
    TABLE,
    MARKDOWN,
    IMAGE,
    LINK,
    PROGRESS
  }

  public Artifact {
    content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
  }

  /** The content of one type, or empty where there is none. */
  public String content(String type) {
    return content.getOrDefault(type, "");
  }

  Artifact withTexts(UnaryOperator<String> change) {
    Map<String, String> texts = new LinkedHashMap<>();
    content.forEach((type, text) -> texts.put(type, change.apply(text)));
    return new Artifact(id, flowRunId, taskRunId, attempt, kind, change.apply(name), at, texts);
  }
}
