package dev.flowcell.engine;

import dev.flowcell.cell.CellSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which run a thread works for. A thread that a task starts works for that task's run; one that
 * belongs to nobody, such as those of parallel streams, for the only run that the current cell has
 * called. Thread-safe.
 */
final class RunContext {

  /** Threads of our own are named so: they may be started from within a run, yet serve all. */
  private static final String OWN_THREADS = "flowcell-";

  private final ThreadLocal<@Nullable ActiveRun> innermost = new InheritableThreadLocal<>();
  private final Set<ActiveRun> outermost = ConcurrentHashMap.newKeySet();

  /** The run whose code calls, or null. */
  @Nullable ActiveRun caller(CellSource current) {
    ActiveRun own = ofThread();
    if (own != null) {
      return own;
    }
    ActiveRun foreground = foreground(current);
    return foreground != null && foreground.isFlow() ? foreground : null;
  }

  /** The run that takes what the thread prints and logs, or null. */
  @Nullable ActiveRun writer(CellSource current) {
    ActiveRun own = ofThread();
    return own != null ? own : foreground(current);
  }

  /** Makes it the run of the thread. Returns what was before, for {@link #leave}. */
  @Nullable ActiveRun enter(ActiveRun run) {
    if (run.caller == null) {
      outermost.add(run);
    } else {
      run.caller.callees.add(run);
    }
    ActiveRun before = innermost.get();
    innermost.set(run);
    return before;
  }

  /** Makes the run that was before the run of the thread again. */
  void leave(ActiveRun run, @Nullable ActiveRun before) {
    innermost.set(before);
    boolean leavesCancelledRuns = run.isCancelled() && !run.callees.isEmpty();
    if (run.caller == null && !leavesCancelledRuns) {
      outermost.remove(run);
    }
  }

  /** Forgets the runs that have ended; those that had left others behind are still there. */
  void forgetEnded() {
    outermost.removeIf(run -> run.alive() == null);
  }

  /** The runs that no other run called. */
  Set<ActiveRun> outermost() {
    return outermost;
  }

  private @Nullable ActiveRun ofThread() {
    ActiveRun run = innermost.get();
    if (run == null || run.thread == Thread.currentThread()) {
      return run;
    }
    return isOwnThread() ? null : run.alive();
  }

  private @Nullable ActiveRun foreground(CellSource current) {
    ActiveRun only = null;
    for (ActiveRun run : outermost) {
      if (run.alive() != null && run.place.cell().equals(current)) {
        if (only != null) {
          return null;
        }
        only = run;
      }
    }
    return only == null || isOwnThread() ? null : only;
  }

  static boolean isOwnThread() {
    return Thread.currentThread().getName().startsWith(OWN_THREADS);
  }
}
