package dev.flowcell.engine;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellSource;
import dev.flowcell.engine.Turns.Gate;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import dev.flowcell.run.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A run that goes on, or did: what its threads know of it. Thread-safe. */
final class ActiveRun {

  final String id;
  final Definition definition;

  /** The run whose code called it, or null. */
  final @Nullable ActiveRun caller;

  final Place place;

  /** The line of work that it is a part of. */
  final Strand strand;

  /** How many runs called each other before this one. */
  final int depth;

  final PrintedLines printed = new PrintedLines();
  final Memory memory;

  /** The runs that it called and whose end has not been told. */
  final Set<ActiveRun> callees = ConcurrentHashMap.newKeySet();

  /** What a flow's code has submitted, itself or through others, and is not over. */
  final Set<Submission<?>> submitted = ConcurrentHashMap.newKeySet();

  /** Of that, in order, what has failed. */
  final Queue<TaskFuture<?>> failures = new ConcurrentLinkedQueue<>();

  /** What a flow run lets pass of what it submits. */
  final Gate gate = new Gate();

  /** What threads spend on it now. */
  final Set<Stint> stints = ConcurrentHashMap.newKeySet();

  private final Map<String, Integer> taskNumbers = new ConcurrentHashMap<>();
  private volatile boolean isInBackground;
  private volatile @Nullable Submission<?> submission;
  private volatile @Nullable Thread thread;
  private volatile int number;
  private volatile int attempt;
  private volatile @Nullable Rehearsal rehearsal;
  private volatile @Nullable Instant began;
  private volatile List<? extends @Nullable Object> arguments = List.of();
  private volatile @Nullable Thread follower;
  private volatile @Nullable String cancelReason;
  private volatile @Nullable Exhibits exhibits;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** What is told of it together with its next event. */
  private List<RunEvent> held = List.of();

  ActiveRun(
      String id, Definition definition, @Nullable ActiveRun caller, Place place, Strand strand) {
    this.id = id;
    this.definition = definition;
    this.caller = caller;
    this.place = place;
    memory = new Memory(isFlow());
    this.strand = strand;
    depth = caller == null ? 0 : caller.depth + 1;
    rehearsal = caller == null ? null : caller.rehearsal;
  }

  /** No cell has called it. */
  void inBackground() {
    isInBackground = true;
  }

  boolean isInBackground() {
    return isInBackground;
  }

  /** It has been submitted, and gets a thread of its own. */
  void submitted(Submission<?> submission) {
    this.submission = submission;
  }

  /** What waits for it, or null where it was plainly called. */
  @Nullable Submission<?> submission() {
    return submission;
  }

  /** The thread on which it goes on, or null before it begins; others may work for it. */
  @Nullable Thread thread() {
    return thread;
  }

  /** It begins, on this thread. */
  void begin() {
    thread = Thread.currentThread();
  }

  /** It, and what it calls, goes wrong on purpose. */
  void rehearse(Rehearsal rehearsal) {
    this.rehearsal = rehearsal;
  }

  /** What goes wrong in it on purpose, or null. */
  @Nullable Rehearsal rehearsal() {
    return rehearsal;
  }

  /** Holds an event until it is told. */
  synchronized void hold(RunEvent event) {
    if (held.isEmpty()) {
      held = List.of(event);
    } else {
      held = new ArrayList<>(held);
      held.add(event);
    }
  }

  /** What is to be told now, in order. */
  synchronized List<RunEvent> takeHeld() {
    List<RunEvent> events = held;
    held = List.of();
    return events;
  }

  /** What it is given, futures among it. */
  void given(List<? extends @Nullable Object> arguments) {
    this.arguments = arguments;
  }

  List<? extends @Nullable Object> arguments() {
    return arguments;
  }

  /** Its first attempt begins. */
  void began(Instant at) {
    began = at;
  }

  /** When its first attempt began, or null. */
  @Nullable Instant began() {
    return began;
  }

  /** Its place among the runs of the same task, once that is known. */
  void number(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** As a person names it, such as {@code clean-2}. */
  String label() {
    return number == 0 ? definition.name() : definition.name() + "-" + number;
  }

  boolean isFlow() {
    return definition instanceof Flow;
  }

  /** The flow run it is or belongs to, or null. */
  @Nullable ActiveRun flow() {
    ActiveRun run = this;
    while (run != null && !run.isFlow()) {
      run = run.caller;
    }
    return run;
  }

  /** The outermost flow run it is or belongs to, or null. */
  @Nullable ActiveRun outermostFlow() {
    ActiveRun outermost = null;
    for (ActiveRun run = this; run != null; run = run.caller) {
      outermost = run.isFlow() ? run : outermost;
    }
    return outermost;
  }

  /** The nearest run outwards that has not ended, itself first, or null. */
  @Nullable ActiveRun alive() {
    ActiveRun run = this;
    while (run != null && run.ended.get()) {
      run = run.caller;
    }
    return run;
  }

  /** The number of the next run of that task within this flow run. */
  int nextNumber(String task) {
    return taskNumbers.merge(task, 1, Integer::sum);
  }

  int attempt() {
    return attempt;
  }

  /** What it has to show; most runs have nothing. */
  synchronized Exhibits exhibits(Function<ActiveRun, Exhibits> make) {
    Exhibits made = exhibits;
    if (made == null) {
      made = make.apply(this);
      exhibits = made;
    }
    return made;
  }

  /** Tells how far its code has come, as the code has said last. */
  void settleProgress() {
    Exhibits made = exhibits;
    if (made != null) {
      made.settle();
    }
  }

  /** That thread calls what follows its end, and still works for it. */
  void followedBy(Thread thread) {
    follower = thread;
  }

  boolean isFollowedBy(Thread thread) {
    return follower == thread;
  }

  void beginAttempt(int number) {
    attempt = number;
    memory.beginAttempt();
  }

  /** Why runs end that the user has interrupted. */
  static final String INTERRUPTED = "interrupted";

  /** Makes it end, with the runs it has called. */
  void cancel(String reason) {
    var unused = mark(reason);
    stop();
  }

  /** From now on it is to end. Returns whether it was not before; the first reason stands. */
  synchronized boolean mark(String reason) {
    if (cancelReason != null) {
      return false;
    }
    cancelReason = reason;
    return true;
  }

  /**
   * Stops what it does, and the runs it has called. Called when the run is marked: a thread that
   * begins meanwhile asks for the mark when it can be found here.
   */
  void stop() {
    stints.forEach(Stint::stop);
    callees.forEach(ActiveRun::stop);
  }

  /** Whether it is itself to end. */
  boolean isMarked() {
    return cancelReason != null;
  }

  /** Whether it, or a run it works for, is to end. */
  boolean isCancelled() {
    return cancelReason() != null;
  }

  /** Why it, or else the nearest run it works for, is to end; null where none is. */
  @Nullable String cancelReason() {
    for (ActiveRun run = this; run != null; run = run.caller) {
      if (run.cancelReason != null) {
        return run.cancelReason;
      }
    }
    return null;
  }

  /** That run, which may be itself or one it has called, directly or not; or null. */
  @Nullable ActiveRun find(String runId) {
    if (id.equals(runId)) {
      return this;
    }
    return callees.stream()
        .map(callee -> callee.find(runId))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** Whether it ends by this call: a run that was given up may come to its own end later. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  /**
   * Its end has been told: for its caller it goes on no more. What it called on other threads may
   * still go on, and is from now on the next living caller's to give up.
   */
  void leaveCaller() {
    ActiveRun heir = caller == null ? null : caller.alive();
    if (heir != null) {
      heir.inherit(callees);
    }
    for (ActiveRun each = caller; each != null; each = each.caller) {
      each.callees.remove(this);
    }
  }

  private void inherit(Set<ActiveRun> others) {
    for (ActiveRun other : others) {
      callees.add(other);
      if (other.ended.get()) {
        callees.remove(other); // it has looked for itself here before it was here
      }
    }
  }

  /** The cell a run belongs to, and its output. */
  record Place(CellSource cell, CellOutput output) {}
}
