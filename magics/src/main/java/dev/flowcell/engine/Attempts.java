package dev.flowcell.engine;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.Task;
import dev.flowcell.run.Level;
import dev.flowcell.run.State;
import dev.flowcell.run.StoredValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tries bodies as often as their policies say, each attempt no longer than it may take.
 * Thread-safe; a run is tried on its own thread.
 */
final class Attempts {

  private final Chronicle chronicle;
  private final RunLog log;
  private final Recall recall;
  private final Cache cache;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Timer timer;
  private final CellEvaluator evaluator;
  private final NotebookMethods methods;
  private final RetryRule retryRule;
  private final Followers followers;
  private final RandomGenerator jitter = new Random();
  private final ThreadLocal<@Nullable Stint> stints = new ThreadLocal<>();

  Attempts(
      Chronicle chronicle,
      RunLog log,
      Recall recall,
      Cache cache,
      Clock clock,
      Sleeper sleeper,
      Timer timer,
      CellEvaluator evaluator) {
    this.chronicle = chronicle;
    this.log = log;
    this.recall = recall;
    this.cache = cache;
    this.clock = clock;
    this.sleeper = sleeper;
    this.timer = timer;
    this.evaluator = evaluator;
    methods = new NotebookMethods(evaluator);
    retryRule = new RetryRule(evaluator, methods, log);
    followers = new Followers(methods, log, evaluator);
  }

  /** Whether what the calling thread works for has been stopped: nothing more is begun on it. */
  boolean isStopped() {
    Stint stint = stints.get();
    return stint != null && stint.isStopped();
  }

  /**
   * Gives what an earlier run has returned; or else runs the body until an attempt succeeds or no
   * further one is due, tells the run's states, and calls what the user wants called at its end.
   *
   * @param arguments gives them when they are wanted, none of them futures any more
   * @throws Exception what the last attempt threw, unchanged
   * @throws CellInterruptedError when the run is cancelled
   */
  <R extends @Nullable Object> R run(
      ActiveRun run,
      Supplier<? extends List<? extends @Nullable Object>> arguments,
      Callable<R> body)
      throws Exception {
    Ending<R> ending;
    try (Stint stint = begin(run)) {
      Optional<Recall.Recalled> recalled = recalled(run);
      if (recalled.isPresent()) {
        return valueOf(recalled.get().value());
      }
      try (Cache.Claim claim = claim(run, arguments)) {
        Cache.Hit hit = claim == null ? null : claim.hit();
        if (hit != null) {
          recall.end(run, hit);
          return valueOf(hit.value());
        }
        ending = tryUntilItEnds(run, body, claim);
      }
    }
    try {
      if (!run.hasEnded()) { // as one that was given up has
        sayWhatWasMissed(run);
        followers.call(run, ending); // what they write stands in the run's log and view
      }
    } finally {
      var unused = chronicle.end(run, ending.state());
    }
    return ending.outcome();
  }

  private void sayWhatWasMissed(ActiveRun run) {
    Rehearsal rehearsal = run.rehearsal();
    if (rehearsal != null && run.caller == null) {
      for (String task : rehearsal.missed()) {
        String message = "rehearsal: " + task + " was not reached, so nothing was done to it";
        log.logged(run, Level.WARN, RunLog.OURS, message);
      }
    }
  }

  private Optional<Recall.Recalled> recalled(ActiveRun run) {
    try {
      return recall.recall(run);
    } catch (CellInterruptedError e) {
      // in the user's own code of a value
      var unused = chronicle.end(run, cancelled(run, e).state());
      throw e;
    }
  }

  private Cache.@Nullable Claim claim(
      ActiveRun run, Supplier<? extends List<? extends @Nullable Object>> arguments) {
    if (run.isCancelled()) {
      return null;
    }
    try {
      return cache.claim(run, arguments);
    } catch (CellInterruptedError e) {
      var unused = chronicle.end(run, cancelled(run, e).state());
      throw e;
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the same task has returned it
  private static <R extends @Nullable Object> R valueOf(@Nullable Object value) {
    return (R) value;
  }

  private Stint begin(ActiveRun run) {
    return Stint.begin(run, evaluator, stints);
  }

  private <R extends @Nullable Object> Ending<R> tryUntilItEnds(
      ActiveRun run, Callable<R> body, Cache.@Nullable Claim claim) {
    Instant began = clock.instant();
    run.began(began);
    for (int attempt = 1; ; attempt++) {
      run.beginAttempt(attempt);
      if (run.isCancelled()) {
        return cancelled(run, new CellInterruptedError());
      }
      chronicle.change(run, State.running(attempt == 1 ? began : clock.instant(), attempt));
      TimedBody<R> timed = null;
      R result;
      try {
        Callable<R> whole = checked(run, rehearsed(run, body));
        timed = timed(run, whole);
        result = timed == null ? whole.call() : timed.call();
        StoredValue stored = recall.keep(run, result);
        if (claim != null && !run.isCancelled()) {
          claim.keep(result, stored);
        }
      } catch (Throwable thrown) {
        bodyIsOver(run);
        Ending<R> ending = failed(run, thrown, timed, began);
        if (ending != null) {
          return ending;
        }
        continue;
      }
      bodyIsOver(run);
      if (run.isCancelled()) {
        return cancelled(run, new CellInterruptedError()); // its code has swallowed the stop
      }
      return new Ending<>(State.completed(clock.instant(), attempt), result, null);
    }
  }

  /** The body with what goes wrong in it on purpose. */
  private <R extends @Nullable Object> Callable<R> rehearsed(ActiveRun run, Callable<R> body) {
    Rehearsal rehearsal = run.rehearsal();
    if (rehearsal == null || run.isFlow()) {
      return body;
    }
    return () -> {
      rehearsal.beginAttempt(run.definition.name(), run.attempt(), sleeper);
      return body.call();
    };
  }

  private void bodyIsOver(ActiveRun run) {
    log.unended(run);
    run.settleProgress();
  }

  /** The body with the look at its result that the user wants. */
  private <R extends @Nullable Object> Callable<R> checked(ActiveRun run, Callable<R> body) {
    Optional<String> check =
        run.definition instanceof Task task ? task.options().check() : Optional.empty();
    if (check.isEmpty()) {
      return body;
    }
    return () -> {
      R result = body.call();
      methods.check(run.definition, check.get(), result);
      return result;
    };
  }

  private <R extends @Nullable Object> @Nullable TimedBody<R> timed(
      ActiveRun run, Callable<R> body) {
    Optional<Duration> timeout = run.definition.timeout();
    if (timeout.isEmpty()) {
      return null;
    }
    Callable<R> there =
        () -> {
          try {
            if (run.isCancelled()) {
              throw new CellInterruptedError();
            }
            return body.call();
          } finally {
            chronicle.endLost(run, clock.instant());
          }
        };
    return new TimedBody<>(
        run.definition.name(),
        timeout.get(),
        there,
        () -> begin(run),
        reason -> run.callees.forEach(callee -> callee.cancel(reason)),
        timer);
  }

  /** Takes down why the attempt failed; null, when it is time for the next one. */
  private <R extends @Nullable Object> @Nullable Ending<R> failed(
      ActiveRun run, Throwable thrown, @Nullable TimedBody<R> timed, Instant began) {
    boolean late = timed != null && timed.isLate(thrown);
    boolean leftBehind =
        (timed != null && timed.isLeftBehind())
            || (thrown instanceof CellInterruptedError error && error.isCodeLeftBehind());
    String note = leftBehind ? "; its code did not stop and was abandoned" : "";
    if (leftBehind) {
      run.callees.forEach(callee -> chronicle.giveUp(callee, thrown.getMessage() + note));
    }
    if (isCancel(run, thrown)) {
      return cancelled(run, thrown, note);
    }
    int attempt = run.attempt();
    Failure failure;
    boolean again;
    try {
      failure = failure(thrown, note);
      again = attempt < run.definition.retry().attempts() && isRetried(run, thrown);
    } catch (CellInterruptedError e) {
      return cancelled(run, e); // a getMessage or condition of the user's own that hung
    }
    if (again) {
      RetryPolicy policy = run.definition.retry();
      Instant now = clock.instant();
      Instant next = now.plus(policy.delayAfter(attempt, jitter(run)));
      if (policy.budget().isEmpty() || !next.isAfter(began.plus(policy.budget().get()))) {
        chronicle.change(
            run, State.awaitingRetry(now, attempt, next, failure.message, failure.detail));
        return await(run, Duration.between(now, next))
            ? null
            : cancelled(run, new CellInterruptedError(), " before attempt " + (attempt + 1));
      }
    }
    return new Ending<>(failedState(run, failure, late), null, thrown);
  }

  private RandomGenerator jitter(ActiveRun run) {
    Rehearsal rehearsal = run.rehearsal();
    RandomGenerator seeded =
        rehearsal == null ? null : rehearsal.jitter(run.label(), run.attempt());
    return seeded == null ? jitter : seeded;
  }

  private State failedState(ActiveRun run, Failure failure, boolean late) {
    Instant now = clock.instant();
    return late
        ? State.timedOut(now, run.attempt(), failure.message, failure.detail)
        : State.failed(now, run.attempt(), failure.message, failure.detail);
  }

  private <R extends @Nullable Object> Ending<R> cancelled(ActiveRun run, Throwable thrown) {
    return cancelled(run, thrown, "");
  }

  /** Nobody can catch a cancel as an exception and go on. */
  private <R extends @Nullable Object> Ending<R> cancelled(
      ActiveRun run, Throwable thrown, String note) {
    String reason = run.cancelReason();
    String message = (reason == null ? ActiveRun.INTERRUPTED : reason) + note;
    boolean unchanged = reason == null || thrown instanceof CellInterruptedError;
    return new Ending<>(
        State.cancelled(clock.instant(), run.attempt(), message),
        null,
        unchanged ? thrown : new CellInterruptedError());
  }

  private static boolean isCancel(ActiveRun run, Throwable thrown) {
    return thrown instanceof CellInterruptedError
        || thrown instanceof InterruptedException
        || run.isCancelled();
  }

  /**
   * What broke the machine is no matter of trying again, whatever the policy names, nor is what the
   * kernel refuses, such as input that nobody can give.
   */
  private boolean isRetried(ActiveRun run, Throwable thrown) {
    return !(thrown instanceof VirtualMachineError)
        && !(thrown instanceof CellErrorException)
        && !(thrown instanceof LinkageError)
        && (thrown instanceof InjectedFailureException || retryRule.isRetried(run, thrown));
  }

  /** Waits for the next attempt; false, when the run is cancelled or the thread interrupted. */
  private boolean await(ActiveRun run, Duration delay) {
    try {
      if (!run.isCancelled() && !delay.isZero()) {
        sleeper.sleep(delay);
      }
    } catch (InterruptedException e) {
      return false;
    }
    return !run.isCancelled();
  }

  private Failure failure(Throwable thrown, String note) {
    try {
      CellError error = evaluator.describe(thrown);
      String headline =
          error.message().isEmpty() ? error.name() : error.name() + ": " + error.message();
      return new Failure(headline + note, String.join("\n", error.traceback()));
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      // getMessage is user code
      return new Failure(thrown.getClass().getName(), "");
    }
  }

  private record Failure(String message, String detail) {}
}
