package dev.flowcell.live;

import dev.flowcell.cell.CurrentCell;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunListener;
import dev.flowcell.run.RunTracker;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.StateType;
import dev.flowcell.run.TaskRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shows runs in the cells that start them: one display for each flow run that no other flow called,
 * and one for all task runs that a cell calls outside a flow.
 *
 * <p>A display appears before anything that is printed after its run began, and soon where nothing
 * is; it changes at most four times a second while the run goes on, and shows the end soon after,
 * before its cell ends. Drawing has a thread of its own; a run waits for its first picture when
 * something is printed, and for its last one only where many runs' pictures wait already. Of long
 * logs it shows the newest lines, of many task runs outside a flow the newest, and says so.
 * Thread-safe.
 */
public final class LiveRuns implements RunListener, AutoCloseable {

  /** For each flow run; the store keeps them all. */
  private static final int LOG_LINES = 5_000;

  /** For each flow run, one by one; the others are counted. */
  private static final int TASK_RUNS = 300;

  private static final int TASK_RUNS_OUTSIDE_FLOWS = 100;

  /** Nobody sees a shorter run going on: only its end is drawn. */
  private static final Duration BEFORE_FIRST_FRAME = Duration.ofMillis(20);

  /** So many ended runs are kept for their last picture; runs that end beyond wait for theirs. */
  private static final int ENDS_TO_DRAW = 16;

  /** How long a run waits for its picture at most: a viewer's trouble is not the run's. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CurrentCell cell;
  private final Beat beat;
  private final Projector projector;

  private final RunTracker tracker = new RunTracker(LOG_LINES, TASK_RUNS);
  private final Map<String, LiveDisplay> flows = new ConcurrentHashMap<>();

  /** Displays whose first picture is still to come. */
  private final Set<LiveDisplay> unseen = ConcurrentHashMap.newKeySet();

  /** Of flows that have ended, while a picture of them or of what they called is to come. */
  private final Queue<LiveDisplay> ended = new ConcurrentLinkedQueue<>();

  private final Semaphore endsToDraw = new Semaphore(ENDS_TO_DRAW);

  private @Nullable OutsideFlows outsideFlows;
  private volatile boolean closed;

  /**
   * Shows runs in the cells that start them.
   *
   * @param view draws a run as it is at an instant
   */
  public LiveRuns(CurrentCell cell, BiFunction<RunTree, Instant, MimeBundle> view, Clock clock) {
    this(cell, view, clock, new ThreadBeat());
  }

  LiveRuns(
      CurrentCell cell, BiFunction<RunTree, Instant, MimeBundle> view, Clock clock, Beat beat) {
    this.cell = cell;
    this.beat = beat;
    projector = new Projector(view, clock, beat);
  }

  @Override
  public void onEvent(RunEvent event) {
    if (closed || isOfNoCell(event)) {
      return;
    }
    tracker.onEvent(event);
    if (event instanceof RunEvent.FlowRunCreated created && created.run().parentId() == null) {
      begin(created.run());
    } else if (event instanceof RunEvent.FlowRunChanged changed
        && changed.state().type().isTerminal()) {
      Optional.ofNullable(flows.remove(changed.flowRunId())).ifPresent(this::closeFlow);
    } else if (event instanceof RunEvent.TaskRunCreated created
        && created.run().flowRunId() == null) {
      begin(created.run());
    }
  }

  /** What comes with a schedule has no cell to be shown in; later events of it are unknown here. */
  private static boolean isOfNoCell(RunEvent event) {
    return event instanceof RunEvent.FlowRunCreated created
        && created.run().history().get(0).type() == StateType.SCHEDULED;
  }

  @Override
  public void beforeOutput() {
    for (LiveDisplay display : unseen) {
      await(() -> begin(display));
    }
  }

  @Override
  public void onCellEnd() {
    OutsideFlows ending;
    synchronized (this) {
      ending = outsideFlows;
      outsideFlows = null;
    }
    if (ending != null) {
      await(() -> close(ending.display));
    }
    for (LiveDisplay display = ended.poll(); display != null; display = ended.poll()) {
      LiveDisplay last = display;
      await(() -> close(last));
    }
  }

  /** Shows nothing more. */
  @Override
  public void close() {
    closed = true;
    beat.close();
  }

  private void begin(FlowRun run) {
    String id = run.id();
    RunTree none = new RunTree(run, List.of(), List.of(), List.of());
    LiveDisplay display =
        new LiveDisplay(
            displayId(id),
            cell.output(),
            () -> tracker.tree(id).orElse(none),
            () -> tracker.forget(id),
            projector);
    flows.put(id, display);
    beginSoon(display);
  }

  private void begin(TaskRun run) {
    OutsideFlows begun = null;
    synchronized (this) {
      if (outsideFlows == null) {
        begun = new OutsideFlows(displayId(run.id()));
        outsideFlows = begun;
      }
      outsideFlows.add(run.id());
    }
    if (begun != null) {
      beginSoon(begun.display);
    }
  }

  private void beginSoon(LiveDisplay display) {
    unseen.add(display);
    beat.after(BEFORE_FIRST_FRAME, () -> begin(display));
  }

  /** It is unseen until it has been sent: whoever prints meanwhile has to wait. */
  private void begin(LiveDisplay display) {
    display.begin();
    unseen.remove(display);
  }

  /** The beat draws in the order of the calls: what is printed next stands below the display. */
  private void closeFlow(LiveDisplay display) {
    ended.add(display);
    boolean isOneOfFew = await(endsToDraw);
    beat.after(
        Duration.ZERO,
        () -> {
          try {
            close(display);
          } finally {
            if (isOneOfFew) {
              endsToDraw.release();
            }
          }
        });
  }

  private void close(LiveDisplay display) {
    display.close();
    unseen.remove(display);
    if (display.isOver()) {
      ended.remove(display);
    }
  }

  /** Runs a step of a display on the beat; returns when it is done, or takes too long. */
  private void await(Runnable step) {
    if (closed) {
      return;
    }
    Semaphore done = new Semaphore(0);
    beat.after(
        Duration.ZERO,
        () -> {
          try {
            step.run();
          } finally {
            done.release();
          }
        });
    var unused = await(done);
  }

  /** Waits for a permit, but not for ever; an interrupted flow, too, shows how it ended. */
  private static boolean await(Semaphore permits) {
    boolean interrupted = false;
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        try {
          return permits.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String displayId(String runId) {
    return "flowcell-" + runId;
  }

  /** The newest task runs that one cell called outside a flow. Thread-safe. */
  private final class OutsideFlows {

    private final LiveDisplay display;
    private final Deque<String> newest = new ArrayDeque<>();
    private int dropped;

    OutsideFlows(String displayId) {
      display = new LiveDisplay(displayId, cell.output(), this::tree, this::forgetAll, projector);
    }

    synchronized void add(String taskRunId) {
      newest.addLast(taskRunId);
      if (newest.size() > TASK_RUNS_OUTSIDE_FLOWS) {
        tracker.forget(newest.removeFirst());
        dropped++;
      }
    }

    private synchronized RunTree tree() {
      RunTree tree = tracker.outsideFlows(newest);
      if (dropped == 0) {
        return tree;
      }
      List<LogLine> logs = new ArrayList<>();
      String note = dropped + " earlier task runs of this cell are not shown";
      Instant at = tree.tasks().get(0).createdAt();
      logs.add(new LogLine(at, Level.INFO, "flowcell", note, null, null, 1));
      logs.addAll(tree.logs());
      return new RunTree(null, tree.tasks(), List.of(), logs, List.of(), tree.artifacts());
    }

    private synchronized void forgetAll() {
      newest.forEach(tracker::forget);
    }
  }
}
