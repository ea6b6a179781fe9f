package dev.flowcell.engine;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.engine.Turns.Gate;
import dev.flowcell.engine.Turns.Need;
import dev.flowcell.engine.Turns.Passage;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Task;
import dev.flowcell.run.Level;
import dev.flowcell.run.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Task runs on threads of their own: when they begin, where they go on, what becomes of them. */
final class Submissions {

  /** So many submitted tasks of a session go on at once; others wait for their turn. */
  static final int MOST_AT_ONCE = 64;

  /** How long code that is stopped has for it, before nothing waits for it any more. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** What {@code CompletableFuture.allOf(...).join()} waits with is no future of ours. */
  private static final String FOREIGN_WAIT = "java.util.concurrent.CompletableFuture$Signaller";

  private final RunContext context;
  private final Chronicle chronicle;
  private final RunLog log;
  private final Attempts attempts;
  private final Clock clock;
  private final CellEvaluator evaluator;

  private final Turns turns;
  private final Gate session = new Gate();
  private final Map<String, Gate> limits = new ConcurrentHashMap<>();
  private final Workers workers;
  private final Waits waits;
  private final Set<Submission<?>> open = ConcurrentHashMap.newKeySet();

  Submissions(
      RunContext context,
      Chronicle chronicle,
      RunLog log,
      Attempts attempts,
      Clock clock,
      CellEvaluator evaluator,
      Turns turns,
      Waits waits) {
    this.context = context;
    this.chronicle = chronicle;
    this.log = log;
    this.attempts = attempts;
    this.clock = clock;
    this.evaluator = evaluator;
    workers = new Workers(evaluator::release);
    this.turns = turns;
    this.waits = waits;
  }

  /** The run begins as soon as the futures among its arguments are done and it is its turn. */
  <R extends @Nullable Object> TaskFuture<R> submit(
      ActiveRun run,
      List<? extends @Nullable Object> arguments,
      TaskBody<R> body,
      Consumer<Throwable> whenFailed) {
    Submission<R> submission = new Submission<>(run, arguments, body, whenFailed, this, waits);
    run.submitted(submission);
    context.add(run);
    open.add(submission);
    ActiveRun flow = flowOf(run);
    if (flow != null) {
      flow.submitted.add(submission);
    }
    List<CompletableFuture<?>> given = Futures.in(arguments);
    if (given.isEmpty()) {
      queue(submission);
    } else {
      var unused =
          CompletableFuture.allOf(given.toArray(new CompletableFuture<?>[0]))
              .whenComplete((done, failed) -> queueOrRefuse(submission, given));
    }
    if (run.isCancelled()) {
      cancel(submission, new CellInterruptedError()); // the cancel has not met it
    }
    return submission.future();
  }

  /** Runs a plain call, as soon as the limit of its task lets it pass. */
  <R extends @Nullable Object> R pass(ActiveRun run, Callable<R> work) throws Exception {
    Need limit = limit(run);
    if (limit == null) {
      return work.call();
    }
    chronicle.tellHeld(run);
    Passage passage;
    try {
      passage = turns.take(run.strand, limit);
    } catch (InterruptedException e) {
      chronicle.end(run, notBegun(new CellInterruptedError()));
      throw new CellInterruptedError();
    }
    try {
      return work.call();
    } finally {
      if (passage != null) {
        turns.giveBack(passage);
      }
    }
  }

  /**
   * Runs the code of a flow and waits for all that it has submitted; where the code throws, that is
   * cancelled.
   */
  <R extends @Nullable Object> R gather(ActiveRun flow, Callable<R> body) throws Exception {
    flow.failures.clear();
    R result;
    try {
      result = body.call();
      awaitAll(flow);
    } catch (Throwable thrown) {
      cancelAll(flow, thrown);
      throw thrown;
    }
    for (TaskFuture<?> failure : flow.failures) {
      if (!failure.isLookedAt()) {
        String message = failure.label() + " has failed, and nothing has asked for its result";
        log.logged(flow, Level.WARN, "flowcell", message);
      }
    }
    return result;
  }

  private void awaitAll(ActiveRun flow) throws Exception {
    if (flow.submitted.isEmpty()) {
      return;
    }
    waits.during(
        () -> {
          while (!flow.submitted.isEmpty()) {
            for (Submission<?> submission : flow.submitted) {
              submission.await();
            }
          }
        });
  }

  private void cancelAll(ActiveRun flow, Throwable thrown) {
    boolean interrupted =
        thrown instanceof CellInterruptedError
            || thrown instanceof InterruptedException
            || flow.isCancelled();
    Throwable reason =
        interrupted
            ? new CellInterruptedError()
            : new CancellationException(flow.definition.name() + " has failed");
    // first what has not begun, or it could begin in the place of what is stopped
    flow.submitted.stream().filter(Submission::isToBegin).forEach(each -> cancel(each, reason));
    flow.submitted.forEach(each -> cancel(each, reason));
    endStopped(flow.submitted);
  }

  /** Cancels what the run has submitted, itself or through others, and itself if it is that. */
  void cancel(ActiveRun run, Throwable reason) {
    Submission<?> submission = run.submission();
    if (submission != null) {
      cancel(submission, reason);
    } else {
      run.callees.forEach(callee -> cancel(callee, reason));
    }
  }

  void cancel(Submission<?> submission, Throwable reason) {
    ActiveRun run = submission.run;
    boolean interrupted = reason instanceof CellInterruptedError;
    // first why, then the stop: its code may end at once, and is asked why
    var unused =
        run.mark(interrupted ? ActiveRun.INTERRUPTED : String.valueOf(reason.getMessage()));
    boolean neverBegins = submission.cancel(reason, evaluator::stop);
    run.stop();
    if (neverBegins) {
      chronicle.end(run, notBegun(reason));
      finish(submission, null, reason);
    }
    run.callees.forEach(callee -> cancel(callee, reason));
  }

  private State notBegun(Throwable reason) {
    String message =
        reason instanceof CellInterruptedError
            ? "interrupted before it began"
            : "not run: " + reason.getMessage();
    return State.cancelled(clock.instant(), 0, message);
  }

  /** Ends all that is cancelled: in time by itself, or given up. */
  void endCancelled() {
    endStopped(open.stream().filter(each -> each.run.isCancelled()).toList());
  }

  private void endStopped(Collection<Submission<?>> stopped) {
    boolean interrupted = false;
    long end = System.nanoTime() + GRACE.toNanos();
    for (Submission<?> submission : stopped) {
      boolean over = false;
      while (!over) {
        try {
          over = submission.await(end - System.nanoTime());
          if (!over) {
            giveUp(submission);
            over = true;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp(Submission<?> submission) {
    if (submission.end()) {
      chronicle.giveUp(submission.run);
      turns.end(submission.run.strand).forEach(Runnable::run);
      finish(submission, null, new CellInterruptedError());
    }
  }

  // How one goes

  private void queueOrRefuse(Submission<?> submission, List<CompletableFuture<?>> given) {
    for (CompletableFuture<?> future : given) {
      Throwable failure = Futures.failure(future);
      if (failure != null) {
        refuse(submission, future, failure);
        return;
      }
    }
    queue(submission);
  }

  private void refuse(Submission<?> submission, CompletableFuture<?> given, Throwable failure) {
    String label = given instanceof TaskFuture<?> task ? task.label() : "a future it was given";
    String end = given.isCancelled() ? " was cancelled" : " has failed";
    if (submission.cancel(failure, evaluator::stop)) {
      ActiveRun run = submission.run;
      chronicle.end(run, State.cancelled(clock.instant(), 0, "not run: " + label + end));
      finish(submission, null, failure);
    }
  }

  private void queue(Submission<?> submission) {
    ActiveRun run = submission.run;
    turns.whenFree(run.strand, needs(run), run.depth, submission);
  }

  private List<Need> needs(ActiveRun run) {
    List<Need> needs = new ArrayList<>(3);
    needs.add(new Need(session, MOST_AT_ONCE));
    for (ActiveRun each = run.caller; each != null; each = each.caller) {
      if (each.definition instanceof Flow flow && flow.options().concurrency().isPresent()) {
        needs.add(new Need(each.gate, flow.options().concurrency().getAsInt()));
        break;
      }
    }
    Need limit = limit(run);
    if (limit != null) {
      needs.add(limit);
    }
    return needs;
  }

  private @Nullable Need limit(ActiveRun run) {
    if (!(run.definition instanceof Task task) || task.options().limit().isEmpty()) {
      return null;
    }
    Gate gate = limits.computeIfAbsent(task.name(), name -> new Gate());
    return new Need(gate, task.options().limit().getAsInt());
  }

  /** Its turn has come. */
  void dispatch(Submission<?> submission) {
    workers.execute(submission);
  }

  /** Runs it. Returns what the same worker can do next, so that no thread has to wake for it. */
  <R extends @Nullable Object> Workers.@Nullable Work runOn(
      Submission<R> submission, Workers.Worker worker) {
    ActiveRun run = submission.run;
    if (run.isCancelled()) {
      cancel(submission, new CellInterruptedError()); // its turn came before the cancel did
    }
    if (!submission.begin(worker)) {
      return goOn(turns.end(run.strand), true);
    }
    worker.workFor(run.strand);
    R result = null;
    Throwable thrown = null;
    ActiveRun before = context.enter(run);
    try {
      result = attempts.run(run, submission::arguments, submission::call);
    } catch (Throwable e) {
      thrown = e;
    } finally {
      context.leave(run, before);
    }
    boolean ended = submission.end();
    evaluator.release(); // no stop that is meant for this run comes after its end
    worker.workFor(null);
    chronicle.end(run, State.failed(clock.instant(), run.attempt(), "ended without a word", ""));
    if (thrown != null) {
      submission.failed(thrown);
    }
    // what hangs on the future is user code, and could wait for what would come next here
    boolean alone = submission.future().getNumberOfDependents() == 0;
    Workers.Work next = goOn(turns.end(run.strand), alone);
    if (ended) {
      finish(submission, result, thrown);
    }
    return next;
  }

  private static Workers.@Nullable Work goOn(List<Runnable> granted, boolean here) {
    Submission<?> next = null;
    for (Runnable each : granted) {
      if (here && next == null && each instanceof Submission<?> submission) {
        next = submission;
      } else {
        each.run();
      }
    }
    return next;
  }

  private <R extends @Nullable Object> void finish(
      Submission<R> submission, @Nullable R result, @Nullable Throwable thrown) {
    ActiveRun flow = flowOf(submission.run);
    TaskFuture<R> future = submission.future();
    if (future.getNumberOfDependents() > 0) {
      future.lookedAt();
    }
    Throwable cancelled = submission.cancelled();
    if (thrown == null) {
      var unused = future.complete(result);
    } else {
      if (flow != null && !(cancelled instanceof CancellationException)) {
        flow.failures.add(future);
      }
      var unused = future.completeExceptionally(cancelled == null ? thrown : cancelled);
    }
    context.remove(submission.run);
    open.remove(submission);
    if (flow != null) {
      flow.submitted.remove(submission);
    }
    submission.told();
  }

  private static @Nullable ActiveRun flowOf(ActiveRun run) {
    return run.caller == null ? null : run.caller.flow();
  }

  /**
   * Whether the strand waits for what it has submitted by a future that is not ours, such as that
   * of {@code CompletableFuture.allOf}.
   */
  static boolean isStuck(Strand strand) {
    ActiveRun innermost = strand.innermost();
    Thread thread = innermost == null ? null : innermost.thread();
    Object blocker = thread == null ? null : LockSupport.getBlocker(thread);
    if (blocker == null || !blocker.getClass().getName().equals(FOREIGN_WAIT)) {
      return false;
    }
    for (ActiveRun run = innermost; run != null && run.strand == strand; run = run.caller) {
      if (run.callees.stream().anyMatch(Submissions::isAwaited)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAwaited(ActiveRun run) {
    Submission<?> submission = run.submission();
    return submission != null
        && !submission.future().isDone()
        && submission.future().getNumberOfDependents() > 0;
  }
}
