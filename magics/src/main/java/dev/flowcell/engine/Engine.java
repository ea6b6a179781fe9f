package dev.flowcell.engine;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.code.NotebookSources;
import dev.flowcell.engine.ActiveRun.Place;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Task;
import dev.flowcell.run.Artifact;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunListener;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.results.MissingResultException;
import dev.flowcell.store.results.Results;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns calls into runs: a body is tried as often as its policy says, and each step is told to the
 * listener as a state. Thread-safe; a run happens on the thread of its call, a submitted one on a
 * thread of its own.
 */
public final class Engine {

  private static final String ASKED_FOR = "cancelled by request";

  private final CurrentCell cell;
  private final Clock clock;
  private final NotebookSources sources;
  private final String notebook;
  private final RunIds ids;
  private final LastCalls lastCalls;
  private final Chronicle chronicle;
  private final RunLog log;
  private final Timer timer;
  private final Attempts attempts;
  private final Recall recall;
  private final Cache cache;
  private final Submissions submissions;

  private final RunContext context = new RunContext();
  private final Map<String, Integer> numbersOutsideFlows = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Rehearsed> rehearsed = new AtomicReference<>();

  /** The run that the thread's next call of its flow is. */
  private final ThreadLocal<@Nullable ActiveRun> appointed = new ThreadLocal<>();

  /**
   * An engine for one session.
   *
   * @param cell where runs are started and output goes
   * @param listener is told of everything that happens
   * @param evaluator describes what user code threw, and stops it
   */
  public Engine(
      CurrentCell cell,
      RunListener listener,
      Clock clock,
      Sleeper sleeper,
      CellEvaluator evaluator) {
    this(
        cell,
        listener,
        clock,
        sleeper,
        new ThreadTimer(),
        evaluator,
        new NotebookSources(evaluator, new Definitions()),
        "",
        null);
  }

  /**
   * An engine for a session whose notebook is known.
   *
   * @param timer says when an attempt has taken too long
   * @param sources say what tasks consist of
   * @param notebook the notebook's file, as flow runs name it
   * @param results keeps what tasks return, so that a flow run can be resumed; null where none can
   */
  public Engine(
      CurrentCell cell,
      RunListener listener,
      Clock clock,
      Sleeper sleeper,
      Timer timer,
      CellEvaluator evaluator,
      NotebookSources sources,
      String notebook,
      @Nullable Results results) {
    this.cell = cell;
    this.clock = clock;
    this.sources = sources;
    this.notebook = notebook;
    ids = new RunIds(clock, new SplittableRandom(new SecureRandom().nextLong()));
    lastCalls = new LastCalls(sources);
    chronicle = new Chronicle(listener, clock, lastCalls);
    log = new RunLog(chronicle, clock);
    this.timer = timer;
    Turns turns = new Turns(Submissions::isStuck);
    Waits waits = new Waits(() -> context.waiter(cell.source()), turns);
    Lineage lineage = new Lineage();
    recall = new Recall(results, lineage, chronicle, log, clock);
    cache = new Cache(results, lineage, sources, evaluator, notebook, waits, log, clock);
    attempts = new Attempts(chronicle, log, recall, cache, clock, sleeper, timer, evaluator);
    submissions =
        new Submissions(context, chronicle, log, attempts, clock, evaluator, turns, waits);
  }

  /**
   * Runs a body as a run of its task or flow, with its attempts, on the calling thread.
   *
   * <p>The run belongs to the flow run whose code calls. A body that is interrupted, or throws
   * while its run is being cancelled, is Cancelled; one that throws otherwise and is not tried
   * again is Failed, or TimedOut where its time was over; every other one is Completed. Within a
   * flow that is tried again or resumed, a task whose same call has completed before is not run:
   * its run is Cached.
   *
   * @param arguments as the call gave them, in the order of the parameters
   * @param body the user's code; null stands for no value
   * @return what the body returned
   * @throws Exception what the last attempt threw, unchanged
   * @throws java.util.concurrent.TimeoutException when the last attempt took longer than it may
   * @throws CellInterruptedError when the run is cancelled
   */
  public <R extends @Nullable Object> R call(
      Definition definition, List<? extends @Nullable Object> arguments, Callable<R> body)
      throws Exception {
    ActiveRun appointed = takeAppointed(definition);
    ActiveRun run = appointed == null ? called(definition, arguments) : appointed;
    ActiveRun before = context.enter(run);
    try {
      return submissions.pass(run, () -> attempts.run(run, () -> arguments, whole(run, body)));
    } finally {
      context.leave(run, before);
    }
  }

  private ActiveRun called(Definition definition, List<? extends @Nullable Object> arguments) {
    ActiveRun caller = caller();
    ActiveRun run =
        new ActiveRun(ids.next(), definition, caller, placeOf(caller), strandOf(caller));
    run.given(arguments);
    recall.identify(run, arguments);
    chronicle.tellWithNext(
        run, created(run, arguments, List.of(State.pending(clock.instant())), true));
    rehearse(run);
    return run;
  }

  /**
   * Makes a run of a flow that is called later, by {@link #keep}, and that no cell has to do with:
   * an interrupt of the cell does not end it.
   *
   * @param arguments what the flow will be called with
   * @param history its states so far, the first of them Scheduled
   * @param output takes what its code prints and displays
   * @param resumption the run that it resumes, or null
   */
  public Appointment appoint(
      String flowRunId,
      Flow flow,
      List<? extends @Nullable Object> arguments,
      List<State> history,
      CellOutput output,
      @Nullable Resumption resumption) {
    Place place = new Place(new CellSource("", flow.cell(), ""), output);
    ActiveRun run = new ActiveRun(flowRunId, flow, null, place, new Strand(null));
    run.inBackground();
    run.given(arguments);
    if (resumption != null) {
      recall.resumeNext(resumption);
    }
    chronicle.tell(run, created(run, arguments, history, resumption != null));
    context.add(run);
    return new Appointment(run);
  }

  /**
   * Calls the flow of an appointment on the calling thread; where the call does not reach the flow,
   * its run is Failed.
   *
   * @throws Exception what the call throws
   */
  public void keep(Appointment appointment, Callable<?> call) throws Exception {
    ActiveRun run = appointment.run();
    appointed.set(run);
    try {
      chronicle.change(run, State.pending(clock.instant()));
      var unused = call.call();
    } catch (Throwable thrown) {
      if (appointed.get() != null) {
        State failed = State.failed(clock.instant(), 0, String.valueOf(thrown.getMessage()), "");
        chronicle.end(run, failed);
      }
      throw thrown;
    } finally {
      appointed.remove();
      context.remove(run);
    }
  }

  private @Nullable ActiveRun takeAppointed(Definition definition) {
    ActiveRun run = appointed.get();
    if (run == null || !run.definition.name().equals(definition.name())) {
      return null;
    }
    appointed.remove();
    return run;
  }

  /** Takes down a flow run that nobody calls, with all its states. */
  public void record(FlowRun ended) {
    chronicle.record(new RunEvent.FlowRunCreated(ended));
  }

  /**
   * Prepares to resume a flow run that has ended.
   *
   * @param from the task from whose first call on everything runs again, or null for what has not
   *     completed
   * @throws MissingResultException when what the flow was called with can't be had any more
   */
  public Resumption resumption(RunTree ended, @Nullable String from) throws MissingResultException {
    FlowRun run = Objects.requireNonNull(ended.flow());
    return new Resumption(
        run, recall.arguments(run), Resumption.completed(Resumption.taskRuns(ended), from));
  }

  /**
   * Calls the flow of a run that is resumed.
   *
   * @param call calls the flow with the arguments that the resumption tells
   */
  public <T> T resume(Resumption resumption, Supplier<T> call) {
    recall.resumeNext(resumption);
    try {
      return call.get();
    } finally {
      recall.resumeNext(null);
    }
  }

  /**
   * Calls a flow whose run goes wrong on purpose.
   *
   * @param call calls the flow; what else it calls is left as it is
   */
  public <T> T rehearse(Flow flow, Rehearsal rehearsal, Supplier<T> call) {
    rehearsed.set(new Rehearsed(flow, rehearsal));
    try {
      return call.get();
    } finally {
      rehearsed.set(null);
    }
  }

  private void rehearse(ActiveRun run) {
    Rehearsed next = rehearsed.get();
    if (next != null
        && run.caller == null
        && run.definition.equals(next.flow)
        && rehearsed.compareAndSet(next, null)) {
      run.rehearse(next.rehearsal);
      log.logged(run, Level.WARN, RunLog.OURS, next.rehearsal.announcement());
    }
  }

  private record Rehearsed(Flow flow, Rehearsal rehearsal) {}

  /**
   * Runs a body as a run of its task on a thread of its own, as {@link #call} would, and returns at
   * once. The run begins when the futures among its arguments are done; it is not run where one of
   * them has failed.
   *
   * <p>A flow run waits at its end for all that its code has submitted. Its {@code concurrency},
   * the task's {@code limit} and a limit of the session say how many go on at once; a run that
   * waits for a future does not count.
   *
   * @param arguments values or futures, in the order of the parameters; lists may hold futures
   * @throws CellInterruptedError when the calling run is cancelled
   */
  public <R extends @Nullable Object> TaskFuture<R> submit(
      Task task, List<? extends @Nullable Object> arguments, TaskBody<R> body) {
    return submit(task, arguments, body, thrown -> {});
  }

  /**
   * The same, and tells of a failure before anything else begins in its place.
   *
   * @param whenFailed takes what the last attempt threw; it must not wait
   */
  public <R extends @Nullable Object> TaskFuture<R> submit(
      Task task,
      List<? extends @Nullable Object> arguments,
      TaskBody<R> body,
      Consumer<Throwable> whenFailed) {
    ActiveRun caller = caller();
    ActiveRun run = new ActiveRun(ids.next(), task, caller, placeOf(caller), new Strand(null));
    run.given(arguments);
    recall.identify(run, arguments);
    chronicle.tell(run, created(run, arguments, List.of(State.pending(clock.instant())), false));
    TaskFuture<R> future = submissions.submit(run, arguments, body, whenFailed);
    recall.submitted(run, future);
    return future;
  }

  /** The run whose code calls, or null; refuses calls of what is to end. */
  private @Nullable ActiveRun caller() {
    ActiveRun caller = context.caller(cell.source());
    if (attempts.isStopped() || (caller != null && caller.isCancelled())) {
      throw new CellInterruptedError();
    }
    return caller;
  }

  /** A flow ends with all that it has submitted. */
  private <R extends @Nullable Object> Callable<R> whole(ActiveRun run, Callable<R> body) {
    return run.isFlow() ? () -> submissions.gather(run, body) : body;
  }

  /**
   * Cancels every run that goes on: what its threads do is stopped, it is not tried again, and
   * tasks that its code still calls are not run.
   */
  public void cancelAll() {
    context.outermost().forEach(this::interrupt);
  }

  /** Cancels so every run that goes on, but for those that no cell has called. */
  public void cancelCell() {
    context.outermost().stream().filter(run -> !run.isInBackground()).forEach(this::interrupt);
  }

  private void interrupt(ActiveRun run) {
    run.cancel(ActiveRun.INTERRUPTED);
    submissions.cancel(run, new CellInterruptedError());
  }

  /**
   * Cancels one run, with all that it has called: it is Cancelling until its code has stopped. Its
   * caller goes on with a {@link CellInterruptedError}, and the thread is fit for other code. A run
   * that is unknown here or has ended is left as it is. Returns at once; from any thread.
   *
   * @param runId of a flow run, a subflow run or a task run
   */
  public void cancel(String runId) {
    for (ActiveRun outermost : context.outermost()) {
      ActiveRun run = outermost.find(runId);
      if (run != null && chronicle.cancelling(run, ASKED_FOR)) {
        run.stop();
        submissions.cancel(run, new CellInterruptedError());
      }
    }
  }

  /**
   * Tells that the cell has ended: what it shows is brought up to date before this returns. Runs
   * that were cancelled and do not stop are given up: nothing waits for them any more.
   */
  public void endCell() {
    numbersOutsideFlows.clear();
    List<ActiveRun> cancelled =
        context.outermost().stream()
            .filter(run -> run.isCancelled() && !run.isInBackground())
            .toList();
    if (!cancelled.isEmpty()) {
      submissions.endCancelled();
    }
    cancelled.forEach(chronicle::giveUp);
    context.forgetEnded();
    chronicle.endCell();
    lastCalls.endCell();
  }

  /**
   * Prints at once to the cell of the calling thread's run, or else to the current one. Lines that
   * a run prints are kept in its log as well.
   */
  public void printed(CellOutput.Stream stream, String text) {
    ActiveRun run = context.writer(cell.source());
    chronicle.beforeOutput();
    if (run == null) {
      cell.output().print(stream, text);
      return;
    }
    run.place.output().print(stream, text);
    log.printed(run, stream, text);
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
    log.logged(run, level, logger, message);
    return true;
  }

  /**
   * Adds something to look at to the calling thread's run; what is too large to be kept is told of
   * in the run's log.
   *
   * @param name what it is called, or empty
   * @param content by MIME type, as {@link Artifact#content} tells
   * @return whether the thread is inside a run, so that it was taken
   */
  public boolean exhibit(Artifact.Kind kind, String name, Map<String, String> content) {
    ActiveRun run = context.writer(cell.source());
    if (run == null) {
      return false;
    }
    exhibitsOf(run).add(kind, name, content);
    return true;
  }

  /**
   * Takes down how far the calling thread's run has come. May be called as often as one likes:
   * listeners are told a few times a second, and of the last one.
   *
   * @param part from 0 to 1
   * @param words what is being done, or empty
   * @return whether the thread is inside a run, so that it was taken
   */
  public boolean progress(double part, String words) {
    ActiveRun run = context.writer(cell.source());
    if (run == null) {
      return false;
    }
    exhibitsOf(run).progress(part, words);
    return true;
  }

  private Exhibits exhibitsOf(ActiveRun run) {
    return run.exhibits(any -> new Exhibits(any, chronicle, log, ids, clock, timer));
  }

  /** The task or flow whose run the calling thread works for, or null. */
  public @Nullable Definition running() {
    ActiveRun run = context.writer(cell.source());
    return run == null ? null : run.definition;
  }

  /** The last call of a task in this session, in a flow or outside, that has ended. */
  public Optional<TaskCall> lastCall(String task) {
    return lastCalls.last(task);
  }

  /** The calls of a task in this session of which an attempt has failed, the last one first. */
  public List<TaskCall> failedCalls(String task) {
    return lastCalls.failed(task);
  }

  /** Whether the calling thread is one of Flowcell's own, which works for no run and no cell. */
  public static boolean isOwnThread() {
    return RunContext.isOwnThread();
  }

  /** Where the calling thread's run, or else the current cell, shows its output. */
  public CellOutput output() {
    ActiveRun run = context.writer(cell.source());
    chronicle.beforeOutput();
    return run == null ? cell.output() : run.place.output();
  }

  /**
   * What has to be said of a task that is cached: which variables of the notebook its key leaves
   * out, and why. Said once, here or when it is called; empty where nothing is to be said.
   */
  public Optional<String> cacheNote(Task task) {
    return cache.note(task);
  }

  /** How many stored results of a cached task its next calls may be given. */
  public int usableResults(Task task) {
    return cache.usable(task);
  }

  /** Forgets what tasks of these names have returned, so that their next calls run. */
  public Forgotten forgetCached(Predicate<String> task) {
    return cache.forget(task);
  }

  /** What tasks and flows consist of. */
  public NotebookSources sources() {
    return sources;
  }

  /** The notebook's file as flow runs name it, empty where it is not known. */
  public String notebook() {
    return notebook;
  }

  /** A new id: unique over all stores, ordered by time. */
  public String newId() {
    return ids.next();
  }

  /** A call on the caller's own thread goes on where that one stands. */
  private static Strand strandOf(@Nullable ActiveRun caller) {
    if (caller == null) {
      return new Strand(null);
    }
    return caller.thread() == Thread.currentThread() ? caller.strand : new Strand(caller.strand);
  }

  private Place placeOf(@Nullable ActiveRun caller) {
    return caller == null ? new Place(cell.source(), cell.output()) : caller.place;
  }

  private RunEvent created(
      ActiveRun run,
      List<? extends @Nullable Object> arguments,
      List<State> history,
      boolean mayResume) {
    Instant now = history.get(0).at();
    Definition definition = run.definition;
    String name = definition.name();
    ActiveRun flow = run.caller == null ? null : run.caller.flow();
    String flowId = flow == null ? null : flow.id;
    CellSource source = run.place.cell();
    if (definition instanceof Flow called) {
      FlowRun resumes = flow == null && mayResume ? recall.resumed(run) : null;
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
              resumes == null ? null : resumes.id(),
              flow == null ? recall.keepArguments(run, arguments) : null,
              called.options().tags(),
              history));
    }
    int number =
        flow == null ? numbersOutsideFlows.merge(name, 1, Integer::sum) : flow.nextNumber(name);
    run.number(number);
    return new RunEvent.TaskRunCreated(
        new TaskRun(
            run.id,
            name,
            flowId,
            number,
            source.number(),
            definition.source(),
            now,
            run.memory.call,
            recall.dependencies(run, arguments),
            null,
            history));
  }
}
