package dev.flowcell.engine;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.engine.ActiveRun.Place;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunListener;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Turns calls into runs: a body is tried as often as its policy says, and each step is told to the
 * listener as a state. Thread-safe; a run happens on the thread of its call.
 */
public final class Engine {

  private final CurrentCell cell;
  private final RunListener listener;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Function<Throwable, CellError> describe;
  private final String notebook;
  private final RandomGenerator jitter = new Random();
  private final RunIds ids;

  private final RunContext context = new RunContext();
  private final Set<RetryWait> waits = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> numbersOutsideFlows = new ConcurrentHashMap<>();

  /** How the last run of each task ended. */
  private final Map<String, State> taskEnds = new ConcurrentHashMap<>();

  /** Set while the listener takes a line: what it logs or prints itself is no line of the run. */
  private final ThreadLocal<@Nullable Boolean> logging = new ThreadLocal<>();

  /**
   * An engine for one session.
   *
   * @param cell where runs are started and output goes
   * @param listener is told of everything that happens
   * @param describe how a cell shows what user code threw
   */
  public Engine(
      CurrentCell cell,
      RunListener listener,
      Clock clock,
      Sleeper sleeper,
      Function<Throwable, CellError> describe) {
    this(cell, listener, clock, sleeper, describe, "");
  }

  /**
   * An engine for a session whose notebook is known.
   *
   * @param notebook the notebook's file, as flow runs name it
   */
  public Engine(
      CurrentCell cell,
      RunListener listener,
      Clock clock,
      Sleeper sleeper,
      Function<Throwable, CellError> describe,
      String notebook) {
    this.cell = cell;
    this.listener = listener;
    this.clock = clock;
    this.sleeper = sleeper;
    this.describe = describe;
    this.notebook = notebook;
    ids = new RunIds(clock, new SplittableRandom(new SecureRandom().nextLong()));
  }

  /**
   * Runs a body as a run of its task or flow, with its attempts, on the calling thread.
   *
   * <p>The run belongs to the flow run whose code calls. A body that is interrupted, or throws
   * while its run is being cancelled, is Cancelled; one that throws otherwise and is not tried
   * again is Failed; every other one is Completed.
   *
   * @param arguments as the call gave them, in the order of the parameters
   * @param body the user's code; null stands for no value
   * @return what the body returned
   * @throws Exception what the last attempt threw, unchanged
   * @throws CellInterruptedError when the run is cancelled before it begins or while it waits for
   *     its next attempt
   */
  public <R extends @Nullable Object> R call(
      Definition definition, List<? extends @Nullable Object> arguments, Callable<R> body)
      throws Exception {
    ActiveRun caller = context.caller(cell.source());
    if (caller != null && caller.isCancelled()) {
      throw new CellInterruptedError();
    }
    ActiveRun run = new ActiveRun(ids.next(), definition, caller, placeOf(caller));
    tell(created(run, arguments));
    ActiveRun before = context.enter(run);
    try {
      return attempt(run, body);
    } finally {
      context.leave(run, before);
    }
  }

  /**
   * Cancels every run that goes on: none is tried again, waits between attempts end at once, and
   * tasks that its code still calls are not run. What runs on a thread now is for the caller of
   * this method to stop.
   */
  public void cancelAll() {
    context.outermost().forEach(ActiveRun::cancel);
    waits.forEach(RetryWait::wakeIfCancelled);
  }

  /**
   * Tells that the cell has ended: what it shows is brought up to date before this returns. Runs
   * that were cancelled and do not stop are given up: nothing waits for them any more.
   */
  public void endCell() {
    numbersOutsideFlows.clear();
    context.outermost().stream().filter(ActiveRun::isCancelled).forEach(this::giveUp);
    context.forgetEnded();
    try {
      listener.onCellEnd();
    } catch (RuntimeException e) {
      // as in tell()
    }
  }

  /**
   * Prints at once to the cell of the calling thread's run, or else to the current one. Lines that
   * a run prints are kept in its log as well.
   */
  public void printed(CellOutput.Stream stream, String text) {
    ActiveRun run = context.writer(cell.source());
    if (run == null) {
      cell.output().print(stream, text);
      return;
    }
    run.place.output().print(stream, text);
    if (logging.get() == null) {
      run.printed.complete(stream, text).forEach(line -> logPrinted(run, stream, line));
    }
  }

  /**
   * Writes a line into the log of the calling thread's run.
   *
   * @return whether the thread is inside a run, so that the line was taken
   */
  public boolean log(Level level, String logger, String message) {
    ActiveRun run = context.writer(cell.source());
    if (run == null) {
      return false;
    }
    if (logging.get() == null) {
      log(run, level, logger, message);
    }
    return true;
  }

  /** The task or flow whose run the calling thread works for, or null. */
  public @Nullable Definition running() {
    ActiveRun run = context.writer(cell.source());
    return run == null ? null : run.definition;
  }

  /** The state that this session's last run of a task, in a flow or outside, has ended in. */
  public Optional<State> lastEnd(String task) {
    return Optional.ofNullable(taskEnds.get(task));
  }

  /** Whether the calling thread is one of Flowcell's own, which works for no run and no cell. */
  public static boolean isOwnThread() {
    return RunContext.isOwnThread();
  }

  /** Where the calling thread's run, or else the current cell, shows its output. */
  public CellOutput output() {
    ActiveRun run = context.writer(cell.source());
    return run == null ? cell.output() : run.place.output();
  }

  /** A new id: unique over all stores, ordered by time. */
  public String newId() {
    return ids.next();
  }

  private Place placeOf(@Nullable ActiveRun caller) {
    return caller == null ? new Place(cell.source(), cell.output()) : caller.place;
  }

  private RunEvent created(ActiveRun run, List<? extends @Nullable Object> arguments) {
    Instant now = clock.instant();
    List<State> pending = List.of(State.pending(now));
    Definition definition = run.definition;
    String name = definition.name();
    ActiveRun flow = run.caller == null ? null : run.caller.flow();
    String flowId = flow == null ? null : flow.id;
    CellSource source = run.place.cell();
    if (run.isFlow()) {
      Map<String, String> parameters = ValueText.of(definition.parameters(), arguments);
      return new RunEvent.FlowRunCreated(
          new FlowRun(
              run.id,
              name,
              flowId,
              parameters,
              notebook,
              source.number(),
              definition.source(),
              now,
              pending));
    }
    int number =
        flow == null ? numbersOutsideFlows.merge(name, 1, Integer::sum) : flow.nextNumber(name);
    return new RunEvent.TaskRunCreated(
        new TaskRun(
            run.id, name, flowId, number, source.number(), definition.source(), now, pending));
  }

  private <R extends @Nullable Object> R attempt(ActiveRun run, Callable<R> body) throws Exception {
    Instant began = clock.instant();
    for (int attempt = 1; ; attempt++) {
      run.beginAttempt(attempt);
      change(run, State.running(attempt == 1 ? began : clock.instant(), attempt));
      R result;
      try {
        result = body.call();
      } catch (Throwable thrown) {
        if (!isTriedAgain(run, thrown, began)) {
          throw thrown;
        }
        continue;
      }
      logUnended(run);
      end(run, State.completed(clock.instant(), attempt));
      return result;
    }
  }

  /** Takes down why the attempt failed; where another is due, returns when it is time for it. */
  private boolean isTriedAgain(ActiveRun run, Throwable thrown, Instant began) {
    logUnended(run);
    int attempt = run.attempt();
    Instant now = clock.instant();
    if (isCancel(run, thrown)) {
      end(run, State.cancelled(now, attempt, "interrupted"));
      return false;
    }
    Failure failure;
    try {
      failure = failure(thrown);
    } catch (CellInterruptedError e) {
      // a getMessage of the user's own that hung
      end(run, State.cancelled(now, attempt, "interrupted"));
      throw e;
    }
    RetryPolicy policy = run.definition.retry();
    if (attempt < policy.attempts() && isRetried(policy, thrown)) {
      Instant next = now.plus(policy.delayAfter(attempt, jitter));
      if (policy.budget().isEmpty() || !next.isAfter(began.plus(policy.budget().get()))) {
        change(run, State.awaitingRetry(now, attempt, next, failure.message, failure.detail));
        await(run, Duration.between(now, next));
        return true;
      }
    }
    end(run, State.failed(now, attempt, failure.message, failure.detail));
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
    end(
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

  private void change(ActiveRun run, State state) {
    tell(
        run.isFlow()
            ? new RunEvent.FlowRunChanged(run.id, state)
            : new RunEvent.TaskRunChanged(run.id, state));
  }

  private void end(ActiveRun run, State state) {
    endLost(run, state.at());
    if (run.end()) {
      tellEnd(run, state);
    }
  }

  /**
   * Ends the runs that this one called and that could not tell their end: at a stack overflow there
   * may be no room for it where they are, but there is further out.
   */
  private void endLost(ActiveRun run, Instant now) {
    for (ActiveRun callee : run.callees) {
      if (callee.thread == Thread.currentThread()) {
        endLost(callee, now);
        var unused = callee.end();
        tellEnd(callee, State.failed(now, callee.attempt(), "ended without a word", ""));
      }
    }
  }

  private void giveUp(ActiveRun run) {
    run.callees.forEach(this::giveUp);
    String message = "interrupted; its code had not stopped when its cell ended";
    end(run, State.cancelled(clock.instant(), run.attempt(), message));
  }

  private void tellEnd(ActiveRun run, State state) {
    if (!run.isFlow()) {
      taskEnds.put(run.definition.name(), state);
    }
    change(run, state);
    run.leaveCaller();
  }

  private void logUnended(ActiveRun run) {
    run.printed.takeUnended().forEach(line -> logPrinted(run, line.stream(), line.text()));
  }

  private void logPrinted(ActiveRun run, CellOutput.Stream stream, String line) {
    boolean out = stream == CellOutput.Stream.STDOUT;
    log(run, out ? Level.INFO : Level.ERROR, out ? LogLine.STDOUT : LogLine.STDERR, line);
  }

  private void log(ActiveRun run, Level level, String logger, String message) {
    ActiveRun flow = run.flow();
    String flowId = flow == null ? null : flow.id;
    String taskId = run.isFlow() ? null : run.id;
    logging.set(true);
    try {
      tell(
          new RunEvent.Logged(
              new LogLine(clock.instant(), level, logger, message, flowId, taskId, run.attempt())));
    } finally {
      logging.remove();
    }
  }

  private void tell(RunEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException e) {
      // who watches a run must not be able to fail it
    }
  }

  private record Failure(String message, String detail) {}
}
