package dev.flowcell.engine;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.run.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Tries bodies as often as their policies say. Thread-safe; a run is tried on its own thread. */
final class Attempts {

  private final Chronicle chronicle;
  private final RunLog log;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Function<Throwable, CellError> describe;
  private final RandomGenerator jitter = new Random();
  private final Set<RetryWait> waits = ConcurrentHashMap.newKeySet();

  Attempts(
      Chronicle chronicle,
      RunLog log,
      Clock clock,
      Sleeper sleeper,
      Function<Throwable, CellError> describe) {
    this.chronicle = chronicle;
    this.log = log;
    this.clock = clock;
    this.sleeper = sleeper;
    this.describe = describe;
  }

  /** Ends the waits of runs that have been cancelled. */
  void wakeCancelled() {
    waits.forEach(RetryWait::wakeIfCancelled);
  }

  /**
   * Runs the body until an attempt succeeds or no further one is due, and tells the run's states.
   *
   * @throws Exception what the last attempt threw, unchanged
   * @throws CellInterruptedError when the run is cancelled while it waits for its next attempt
   */
  <R extends @Nullable Object> R run(ActiveRun run, Callable<R> body) throws Exception {
    Instant began = clock.instant();
    for (int attempt = 1; ; attempt++) {
      run.beginAttempt(attempt);
      chronicle.change(run, State.running(attempt == 1 ? began : clock.instant(), attempt));
      R result;
      try {
        result = body.call();
      } catch (Throwable thrown) {
        if (!isTriedAgain(run, thrown, began)) {
          throw thrown;
        }
        continue;
      }
      log.unended(run);
      chronicle.end(run, State.completed(clock.instant(), attempt));
      return result;
    }
  }

  /** Takes down why the attempt failed; where another is due, returns when it is time for it. */
  private boolean isTriedAgain(ActiveRun run, Throwable thrown, Instant began) {
    log.unended(run);
    int attempt = run.attempt();
    Instant now = clock.instant();
    if (isCancel(run, thrown)) {
      chronicle.end(run, State.cancelled(now, attempt, "interrupted"));
      return false;
    }
    Failure failure;
    try {
      failure = failure(thrown);
    } catch (CellInterruptedError e) {
      // a getMessage of the user's own that hung
      chronicle.end(run, State.cancelled(now, attempt, "interrupted"));
      throw e;
    }
    RetryPolicy policy = run.definition.retry();
    if (attempt < policy.attempts() && isRetried(policy, thrown)) {
      Instant next = now.plus(policy.delayAfter(attempt, jitter));
      if (policy.budget().isEmpty() || !next.isAfter(began.plus(policy.budget().get()))) {
        chronicle.change(
            run, State.awaitingRetry(now, attempt, next, failure.message, failure.detail));
        await(run, Duration.between(now, next));
        return true;
      }
    }
    chronicle.end(run, State.failed(now, attempt, failure.message, failure.detail));
    return false;
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
  private static boolean isRetried(RetryPolicy policy, Throwable thrown) {
    return !(thrown instanceof VirtualMachineError)
        && !(thrown instanceof CellErrorException)
        && !(thrown instanceof LinkageError)
        && policy.retriesOn(thrown);
  }

  /** Waits for the next attempt; a cancel ends the wait and the run. */
  private void await(ActiveRun run, Duration delay) {
    RetryWait wait = new RetryWait(run);
    // first in the list, then asked: a cancel that comes between finds it in the list
    waits.add(wait);
    try {
      if (!run.isCancelled() && !delay.isZero()) {
        sleeper.sleep(delay);
      }
      if (!run.isCancelled()) {
        return;
      }
    } catch (InterruptedException e) {
      // ends below
    } finally {
      waits.remove(wait);
      wait.end();
    }
    int attempt = run.attempt();
    chronicle.end(
        run,
        State.cancelled(clock.instant(), attempt, "interrupted before attempt " + (attempt + 1)));
    throw new CellInterruptedError();
  }

  private Failure failure(Throwable thrown) {
    try {
      CellError error = describe.apply(thrown);
      String message =
          error.message().isEmpty() ? error.name() : error.name() + ": " + error.message();
      return new Failure(message, String.join("\n", error.traceback()));
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      // getMessage is user code
      return new Failure(thrown.getClass().getName(), "");
    }
  }

  private record Failure(String message, String detail) {}
}
