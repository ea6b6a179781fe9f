package dev.flowcell.flow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What stands behind {@code %task NAME}.
 *
 * @param retry when the body is tried again
 * @param timeout how long an attempt may take
 * @param limit how many runs of the task go on at once in this session
 * @param cache when a call is given an earlier result; empty for never
 * @param check the notebook's method that says whether a result is good
 * @param hooks what is called at its end
 * @param tags words to find its runs by
 * @param description what it is for, or empty
 */
public record TaskOptions(
    RetryPolicy retry,
    Optional<Duration> timeout,
    OptionalInt limit,
    Optional<CachePolicy> cache,
    Optional<String> check,
    Hooks hooks,
    List<String> tags,
    String description) {

  /** A task with no options. */
  public static final TaskOptions NONE = new TaskOptions(RetryPolicy.NEVER, List.of(), "");

  public TaskOptions {
    tags = List.copyOf(tags);
  }

  /** A task that is only tried again. */
  public TaskOptions(RetryPolicy retry, List<String> tags, String description) {
    this(
        retry,
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Hooks.NONE,
        tags,
        description);
  }

  /** The same with another policy. */
  public TaskOptions with(RetryPolicy other) {
    return new TaskOptions(other, timeout, limit, cache, check, hooks, tags, description);
  }

  /** The same with another timeout. */
  public TaskOptions withTimeout(Duration other) {
    return new TaskOptions(
        retry, Optional.of(other), limit, cache, check, hooks, tags, description);
  }

  /** The same with another limit. */
  public TaskOptions withLimit(int other) {
    return new TaskOptions(
        retry, timeout, OptionalInt.of(other), cache, check, hooks, tags, description);
  }

  /** The same with another policy for earlier results, or none. */
  public TaskOptions withCache(Optional<CachePolicy> other) {
    return new TaskOptions(retry, timeout, limit, other, check, hooks, tags, description);
  }
}
