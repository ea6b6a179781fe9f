package dev.flowcell.engine;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellSource;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A run that goes on, or did: what its threads know of it. Thread-safe. */
final class ActiveRun {

  final String id;
  final Definition definition;

  /** The run whose code called it, or null. */
  final @Nullable ActiveRun caller;

  final Place place;

  /** The thread that called it; others may work for it. */
  final Thread thread = Thread.currentThread();

  final PrintedLines printed = new PrintedLines();

  /** The runs that it called and whose end has not been told. */
  final Set<ActiveRun> callees = ConcurrentHashMap.newKeySet();

  private final Map<String, Integer> taskNumbers = new ConcurrentHashMap<>();
  private volatile int attempt;
  private volatile boolean cancelled;
  private final AtomicBoolean ended = new AtomicBoolean();

  ActiveRun(String id, Definition definition, @Nullable ActiveRun caller, Place place) {
    this.id = id;
    this.definition = definition;
    this.caller = caller;
    this.place = place;
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

  void beginAttempt(int number) {
    attempt = number;
  }

  void cancel() {
    cancelled = true;
  }

  /** Whether it, or a run it works for, is to end. */
  boolean isCancelled() {
    for (ActiveRun run = this; run != null; run = run.caller) {
      if (run.cancelled) {
        return true;
      }
    }
    return false;
  }

  /** Whether it ends by this call: a run that was given up may come to its own end later. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  /**
   * Its end has been told: for its caller it goes on no more. What it called on other threads may
   * still go on, and is the caller's to give up from now on.
   */
  void leaveCaller() {
    if (caller != null) {
      caller.callees.addAll(callees);
      caller.callees.remove(this);
    }
  }

  /** The cell a run belongs to, and its output. */
  record Place(CellSource cell, CellOutput output) {}
}
