package dev.flowcell.flow;

import java.util.List;

/**
 * What stands behind {@code %flow NAME}.
 *
 * @param retry when the body is tried again
 * @param tags words to find its runs by
 * @param description what it is for, or empty
 */
public record FlowOptions(RetryPolicy retry, List<String> tags, String description) {

  /** A flow with no options. */
  public static final FlowOptions NONE = new FlowOptions(RetryPolicy.NEVER, List.of(), "");

  public FlowOptions {
    tags = List.copyOf(tags);
  }
}
