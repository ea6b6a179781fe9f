package dev.flowcell.flow;

import java.time.Duration;
import java.util.List;

/**
 * When a body that failed is tried again.
 *
 * @param retries how often it is tried again after the first attempt
 * @param delays the wait before each retry; the last one holds for all that follow; empty: no wait
 */
public record RetryPolicy(int retries, List<Duration> delays) {

  /** One attempt and no more. */
  public static final RetryPolicy NEVER = new RetryPolicy(0, List.of());

  public RetryPolicy {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must be 0 or more, not " + retries);
    }
    delays = List.copyOf(delays);
  }

  /** How many attempts there are at most. */
  public int attempts() {
    return retries + 1;
  }

  /**
   * The wait before the next attempt.
   *
   * @param failed the number of the attempt that failed, the first is 1
   */
  public Duration delayAfter(int failed) {
    return delays.isEmpty() ? Duration.ZERO : delays.get(Math.min(failed, delays.size()) - 1);
  }
}
