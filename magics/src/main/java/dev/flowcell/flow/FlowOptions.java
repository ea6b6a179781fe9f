package dev.flowcell.flow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What stands behind {@code %flow NAME}.
 *
 * @param retry when the body is tried again
 * @param timeout how long an attempt may take
 * @param concurrency how many of its submitted tasks go on at once
 * @param hooks what is called at its end
 * @param webhook who is told of the ends of its runs
 * @param tags words to find its runs by
 * @param description what it is for, or empty
 */
public record FlowOptions(
    RetryPolicy retry,
    Optional<Duration> timeout,
    OptionalInt concurrency,
    Hooks hooks,
    Optional<Webhook> webhook,
    List<String> tags,
    String description) {

  /** A flow with no options. */
  public static final FlowOptions NONE = new FlowOptions(RetryPolicy.NEVER, List.of(), "");

  public FlowOptions {
    tags = List.copyOf(tags);
  }

  /** A flow of whose runs nobody is told. */
  public FlowOptions(
      RetryPolicy retry,
      Optional<Duration> timeout,
      OptionalInt concurrency,
      Hooks hooks,
      List<String> tags,
      String description) {
    this(retry, timeout, concurrency, hooks, Optional.empty(), tags, description);
  }

  /** A flow without limits and followers. */
  public FlowOptions(RetryPolicy retry, List<String> tags, String description) {
    this(retry, Optional.empty(), OptionalInt.empty(), Hooks.NONE, tags, description);
  }
}
