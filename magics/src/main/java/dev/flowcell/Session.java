package dev.flowcell;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.code.NotebookSources;
import dev.flowcell.engine.Definitions;
import dev.flowcell.engine.Engine;
import dev.flowcell.engine.ThreadTimer;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.Task;
import dev.flowcell.live.LiveRuns;
import dev.flowcell.notify.Notifications;
import dev.flowcell.parameter.Parameters;
import dev.flowcell.render.RunView;
import dev.flowcell.render.value.Renderers;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunListener;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.schedule.clockwork.Clockwork;
import dev.flowcell.secret.RedactedEvents;
import dev.flowcell.secret.RedactedOutput;
import dev.flowcell.secret.Secrets;
import dev.flowcell.store.Offer;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.results.Results;
import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A notebook's session: the rooms put together, with the foothold {@link Flowcell} that cells call.
 * Thread-safe.
 */
public final class Session implements AutoCloseable {

  private final CurrentCell cell;
  private final CellEvaluator evaluator;
  private final RunStore store;
  private final Clock clock;
  private final Definitions definitions = new Definitions();
  private final Renderers renderers = Renderers.standard();
  private final LiveRuns liveRuns;
  private final ThreadTimer timer = new ThreadTimer();
  private final Engine engine;
  private final SessionLog log;
  private final CellProgress progress;
  private final JavaLogging javaLogging;
  private final Parameters parameters;
  private final Secrets secrets;
  private final Notifications notifications;
  private volatile @Nullable Clockwork clockwork;
  private volatile boolean leavesFlowsOut;

  /** The edition of the definitions that others know of. */
  private volatile long offered;

  private volatile Function<String, CellResult> cells =
      text -> new CellResult.Failed(CellError.of("UsageError", "no cells can be run here"));

  private Session(
      CurrentCell cell,
      CellEvaluator evaluator,
      RunStore store,
      Clock clock,
      String notebook,
      @Nullable Results results,
      Parameters parameters,
      Secrets secrets) {
    this.cell = cell;
    this.evaluator = evaluator;
    this.store = store;
    this.clock = clock;
    this.parameters = parameters;
    this.secrets = secrets;
    liveRuns = new LiveRuns(cell, RunView::render, clock);
    progress = new CellProgress(cell, timer, this::newDisplayId);
    notifications =
        new Notifications(
            name -> definitions.flow(name).flatMap(flow -> flow.options().webhook()),
            secrets::value,
            new RedactedEvents(store, secrets.redaction()),
            clock,
            timer::after);
    StoreThenView listener = new StoreThenView(store, liveRuns, progress, notifications);
    engine =
        new Engine(
            cell,
            new RedactedEvents(listener, secrets.redaction()),
            clock,
            Session::sleep,
            timer,
            evaluator,
            new NotebookSources(evaluator, definitions),
            notebook,
            results);
    store.onCancelRequest(engine::cancel);
    log = new SessionLog(engine, evaluator, clock);
    javaLogging = JavaLogging.install(log);
  }

  /**
   * Opens a session and takes the foothold: from now on, what cells call leads here.
   *
   * @param store keeps the runs; it stays its owner's to close
   */
  public static Session open(
      CurrentCell cell, CellEvaluator evaluator, RunStore store, Clock clock) {
    return open(cell, evaluator, store, clock, "", null, Parameters.none(), Secrets.none());
  }

  /**
   * Opens a session of a notebook whose file is known.
   *
   * @param notebook the notebook's file, as its runs name it
   * @param results keeps what tasks return, so that flow runs can be resumed; null where none can
   * @param parameters what the notebook was started with
   * @param secrets what cells may ask for and nothing may show
   * @see #open(CurrentCell, CellEvaluator, RunStore, Clock)
   */
  public static Session open(
      CurrentCell cell,
      CellEvaluator evaluator,
      RunStore store,
      Clock clock,
      String notebook,
      @Nullable Results results,
      Parameters parameters,
      Secrets secrets) {
    Session session =
        new Session(cell, evaluator, store, clock, notebook, results, parameters, secrets);
    Flowcell.take(session);
    return session;
  }

  public CurrentCell cell() {
    return cell;
  }

  public CellEvaluator evaluator() {
    return evaluator;
  }

  public RunStore store() {
    return store;
  }

  public Clock clock() {
    return clock;
  }

  public Definitions definitions() {
    return definitions;
  }

  public Renderers renderers() {
    return renderers;
  }

  /** Says how code runs the text of a cell of its own, such as {@code CellRunner::runWithin}. */
  public void runCellsBy(Function<String, CellResult> cells) {
    this.cells = cells;
  }

  CellResult runCell(String text) {
    return cells.apply(text);
  }

  /** What the notebook was started with. */
  public Parameters parameters() {
    return parameters;
  }

  /** What cells may ask for and nothing may show. */
  public Secrets secrets() {
    return secrets;
  }

  public Engine engine() {
    return engine;
  }

  /** Where the calling thread's code reads what is typed: a task's code nowhere, at any time. */
  public CellInput input() {
    return engine.running() instanceof Task task ? noInput(task) : cell.input();
  }

  private static CellInput noInput(Task task) {
    return (prompt, password) -> {
      throw new IOException(
          "the task "
              + task.name()
              + " asked for input, but a task runs without anybody in front of it; ask before you"
              + " call it and pass the answer as an argument");
    };
  }

  Notifications notifications() {
    return notifications;
  }

  SessionLog log() {
    return log;
  }

  private String newDisplayId() {
    return engine.newId();
  }

  CellProgress progress() {
    return progress;
  }

  /**
   * Draws a run that nobody sees, so that the first flow need not wait for what drawing loads: some
   * hundred milliseconds. The store is not touched.
   */
  public void warmUp() {
    Instant now = clock.instant();
    List<State> history =
        List.of(State.pending(now), State.running(now, 1), State.completed(now, 1));
    FlowRun flow = new FlowRun("", "flow", null, Map.of(), "", 1, "", now, history);
    TaskRun task = new TaskRun("", "task", "", 1, 1, "", now, history);
    var unused = RunView.render(new RunTree(flow, List.of(task), List.of(), List.of()), now);
  }

  /** The name of the error by which a cell ends at a flow that is left out. */
  public static final String LEFT_OUT = "FlowLeftOut";

  /**
   * Says whether cells call flows: where a notebook is loaded for what it declares, a cell ends at
   * its first call of one, by an error named {@link #LEFT_OUT}.
   */
  public void leaveFlowsOut(boolean leaveOut) {
    leavesFlowsOut = leaveOut;
  }

  /** Throws where the calling code must not call that. */
  void checkCall(Definition called) {
    if (leavesFlowsOut && called instanceof Flow && engine.running() == null) {
      throw new CellErrorException(
          CellError.of(LEFT_OUT, "flow " + called.name() + " is not called while it is loaded"));
    }
  }

  /**
   * From now on the session runs what is due by the schedules of its notebook, and what other
   * processes ask for. No cell shows what these runs print; it is in their logs.
   *
   * @param output takes what they print and display; one that keeps nothing is fine
   */
  public void workInBackground(CellOutput output) {
    BackgroundFlows flows =
        new BackgroundFlows(this, new RedactedOutput(output, secrets.redaction()));
    Clockwork begun = new Clockwork(store.schedules(), flows, clock);
    begun.begin();
    clockwork = begun;
    store.onRequest(flows::take);
    tellOthers();
  }

  /** Starts nothing more in the background, and waits until what was started has ended. */
  public void finishInBackground() throws InterruptedException {
    Clockwork begun = clockwork;
    if (begun != null) {
      begun.close();
      begun.awaitIdle();
    }
  }

  /** The cell has ended: what it shows, and what others know of the session, is up to date. */
  public void endCell() {
    engine.endCell();
    tellOthers();
  }

  /** Which flows other processes may ask for, and the clockwork that there may be new ones. */
  private void tellOthers() {
    long edition = definitions.edition();
    Clockwork begun = clockwork;
    if (begun != null && edition != offered) {
      offered = edition;
      store.offer(engine.notebook(), definitions.flows().stream().map(this::offer).toList());
      begun.ring();
    }
  }

  private Offer.Flow offer(Flow flow) {
    List<Class<?>> types =
        definitions
            .compiled(flow, evaluator)
            .map(method -> List.of(method.getParameterTypes()))
            .orElse(List.of());
    List<Offer.Parameter> parameters = new ArrayList<>();
    for (Parameter parameter : flow.parameters()) {
      int index = parameters.size();
      List<String> choices = index < types.size() ? choices(types.get(index)) : List.of();
      parameters.add(new Offer.Parameter(parameter.name(), parameter.type(), null, choices));
    }
    return new Offer.Flow(flow.name(), parameters);
  }

  /** The names of an enum's constants. */
  private static List<String> choices(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(Field::isEnumConstant)
        .map(Field::getName)
        .toList();
  }

  /** Cancels what runs and gives the foothold back. */
  @Override
  public void close() {
    Clockwork begun = clockwork;
    if (begun != null) {
      begun.close();
    }
    engine.cancelAll();
    javaLogging.close();
    notifications.close();
    Flowcell.leave(this);
    timer.close();
    liveRuns.close();
  }

  private static void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
  }

  /** The store first: what a reader sees ended is on its way to be kept. */
  private static final class StoreThenView implements RunListener {

    /** How long the end of a flow run waits for the store: what is in its journal is not lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The same while the store has never answered: it may be busy opening its database. */
    private static final Duration PATIENCE_AT_FIRST = Duration.ofMillis(100);

    private final RunStore store;
    private final LiveRuns view;
    private final CellProgress progress;
    private final Notifications notifications;
    private volatile boolean answered;

    StoreThenView(
        RunStore store, LiveRuns view, CellProgress progress, Notifications notifications) {
      this.notifications = notifications;
      this.store = store;
      this.view = view;
      this.progress = progress;
    }

    @Override
    public void onEvent(RunEvent event) {
      onEvents(List.of(event));
    }

    @Override
    public void onEvents(List<RunEvent> events) {
      store.onEvents(events);
      boolean isEnd = isEndOfFlowRun(events.get(events.size() - 1)); // nothing is told behind it
      if (isEnd) {
        hurryStore(); // it writes while the others are told
      }
      view.onEvents(events);
      notifications.onEvents(events);
      if (isEnd) {
        awaitStore();
      }
    }

    private static boolean isEndOfFlowRun(RunEvent event) {
      return event instanceof RunEvent.FlowRunChanged changed
          && changed.state().type().isTerminal();
    }

    private void hurryStore() {
      var unused = store.flush(Duration.ZERO);
    }

    /** A flow run that has returned is in the store, for other processes too. */
    private void awaitStore() {
      boolean interrupted = Thread.interrupted();
      answered = store.flush(answered ? PATIENCE : PATIENCE_AT_FIRST) || answered;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void beforeOutput() {
      view.beforeOutput();
    }

    @Override
    public void onCellEnd() {
      view.onCellEnd();
      progress.endCell();
    }
  }
}
