package dev.flowcell.flow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a body that failed is tried again.
 *
 * @param retries how often it is tried again after the first attempt; {@link #UNLIMITED} where only
 *     {@code budget} ends it
 * @param delays the wait before each retry; the last one holds for all that follow; empty: no wait
 * @param backoff what the last delay is multiplied by for each retry that follows it; 1 for none
 * @param maxDelay no wait is longer than this
 * @param jitter the part of a wait, from 0 to 1, by which chance makes it shorter or longer
 * @param retryOn what is tried again: names of exception classes, with or without package, their
 *     subclasses included, as what was thrown or as one of its causes; and names of the notebook's
 *     boolean methods that are asked. Empty: every {@code Exception}
 * @param budget no retry begins later than this after the first attempt began
 */
public record RetryPolicy(
    int retries,
    List<Duration> delays,
    double backoff,
    Optional<Duration> maxDelay,
    double jitter,
    List<String> retryOn,
    Optional<Duration> budget) {

  /** As many retries as the budget allows. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** One attempt and no more. */
  public static final RetryPolicy NEVER = of(0);

  /** The longest wait, so that no arithmetic on instants overflows. */
  private static final Duration LONGEST = Duration.ofDays(365);

  public RetryPolicy {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must be 0 or more, not " + retries);
    }
    if (!(backoff >= 1) || Double.isInfinite(backoff)) {
      throw new IllegalArgumentException("backoff must be 1 or more, not " + backoff);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter must be from 0 to 1, not " + jitter);
    }
    delays = List.copyOf(delays);
    if (delays.stream().anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("a delay must not be negative: " + delays);
    }
    if (retries == UNLIMITED && budget.isEmpty()) {
      throw new IllegalArgumentException("unlimited retries need a budget");
    }
    retryOn = List.copyOf(retryOn);
  }

  /** Tries again so often, with these waits, the last of which holds for all that follow. */
  public static RetryPolicy of(int retries, Duration... delays) {
    return new RetryPolicy(
        retries, List.of(delays), 1, Optional.empty(), 0, List.of(), Optional.empty());
  }

  /** The same with so many retries. */
  public RetryPolicy withRetries(int other) {
    return new RetryPolicy(other, delays, backoff, maxDelay, jitter, retryOn, budget);
  }

  /** The same with these waits, the last of which holds for all that follow. */
  public RetryPolicy withDelays(List<Duration> others) {
    return new RetryPolicy(retries, others, backoff, maxDelay, jitter, retryOn, budget);
  }

  /** How many attempts there are at most. */
  public int attempts() {
    return retries == UNLIMITED ? UNLIMITED : retries + 1;
  }

  /**
   * The wait before the next attempt.
   *
   * @param failed the number of the attempt that failed, the first is 1
   * @param random gives the jitter
   */
  public Duration delayAfter(int failed, RandomGenerator random) {
    if (delays.isEmpty()) {
      return Duration.ZERO;
    }
    Duration given = delays.get(Math.min(failed, delays.size()) - 1);
    double nanos = given.toSeconds() * 1e9 + given.getNano();
    nanos *= Math.pow(backoff, Math.max(0, failed - delays.size()));
    if (jitter > 0) {
      nanos *= 1 + jitter * (2 * random.nextDouble() - 1);
    }
    nanos = Math.min(nanos, maxDelay.orElse(LONGEST).toNanos());
    return Duration.ofNanos((long) nanos);
  }

  /** Whether an entry of {@code retryOn} is the name of a method and not that of a class. */
  public static boolean isCondition(String entry) {
    return entry.indexOf('.') < 0 && Character.isLowerCase(entry.charAt(0));
  }
}
