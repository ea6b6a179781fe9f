package dev.flowcell.flow;

import java.util.List;

/**
 * What stands behind {@code %task NAME}.
 *
 * @param retry when the body is tried again
 * @param tags words to find its runs by
 * @param description what it is for, or empty
 */
public record TaskOptions(RetryPolicy retry, List<String> tags, String description) {

  /** A task with no options. */
  public static final TaskOptions NONE = new TaskOptions(RetryPolicy.NEVER, List.of(), "");

  public TaskOptions {
    tags = List.copyOf(tags);
  }
}
