package dev.flowcell.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on purpose in one flow run, its subflows and what they submit: so that retries,
 * timeouts and recovery can be shown with certainty. For one run; thread-safe.
 */
public final class Rehearsal {

  private final Map<String, Integer> failures;
  private final Map<String, Duration> delays;
  private final @Nullable Long seed;
  private final Set<String> reached = ConcurrentHashMap.newKeySet();

  /**
   * A rehearsal.
   *
   * @param failures how many attempts fail, the first ones of each call, by the task's name
   * @param delays how long each attempt waits before its code begins, by the task's name
   * @param seed makes the jitter of retries the same in every run that has it
   */
  public Rehearsal(Map<String, Integer> failures, Map<String, Duration> delays, OptionalLong seed) {
    this.failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    this.delays = Collections.unmodifiableMap(new LinkedHashMap<>(delays));
    this.seed = seed.isPresent() ? seed.getAsLong() : null;
  }

  /**
   * What an attempt does before its own code.
   *
   * @throws InjectedFailureException when the attempt is to fail
   * @throws InterruptedException when it was stopped while it was slow
   */
  void beginAttempt(String task, int attempt, Sleeper sleeper) throws InterruptedException {
    reached.add(task);
    Duration delay = delays.get(task);
    if (delay != null) {
      sleeper.sleep(delay);
    }
    int most = failures.getOrDefault(task, 0);
    if (attempt <= most) {
      throw new InjectedFailureException(
          "attempt %d of %s failed on purpose (--fail %s:%d)".formatted(attempt, task, task, most));
    }
  }

  /**
   * What gives the jitter behind an attempt: by a seed the same for the same attempt of the same
   * task run, whatever goes on beside it. Null where there is no seed.
   *
   * @param label of the run within its flow run
   */
  @Nullable RandomGenerator jitter(String label, int attempt) {
    return seed == null ? null : new SplittableRandom(seed * 31 + Objects.hash(label, attempt));
  }

  /** Whether it does something to the task. */
  boolean concerns(String task) {
    return failures.containsKey(task) || delays.containsKey(task);
  }

  /** What it does, as the run's log says it. */
  String announcement() {
    List<String> said = new ArrayList<>();
    failures.forEach((task, n) -> said.add("--fail " + task + ":" + n));
    delays.forEach((task, delay) -> said.add("--slow " + task + ":" + TimedBody.words(delay)));
    if (seed != null) {
      said.add("--seed " + seed);
    }
    return "rehearsal, with failures and delays on purpose: " + String.join(" ", said);
  }

  /** The tasks that it was to do something to and that no attempt was made of. */
  List<String> missed() {
    return Stream.concat(failures.keySet().stream(), delays.keySet().stream())
        .distinct()
        .filter(task -> !reached.contains(task))
        .toList();
  }
}
