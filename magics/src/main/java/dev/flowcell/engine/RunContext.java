package dev.flowcell.engine;

import dev.flowcell.cell.CellSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * Which run a thread works for. A thread that a task starts works for that task's run, the threads
 * of a worker for the innermost run of its strand; one that belongs to nobody, such as those of the
 * common pool, for the innermost run of the only strand in the current cell. Thread-safe.
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
    return foreground != null && foreground.flow() != null ? foreground : null;
  }

  /** The run that takes what the thread prints and logs, or null. */
  @Nullable ActiveRun writer(CellSource current) {
    ActiveRun own = ofThread();
    return own != null ? own : foreground(current);
  }

  /** The run that cannot go on while the thread waits, or null. */
  @Nullable ActiveRun waiter(CellSource current) {
    ActiveRun own = ofThread();
    return own == null && isCommon() ? foreground(current) : own;
  }

  /** The run that the thread works for, and no other guess, or null. */
  @Nullable ActiveRun ofThread() {
    ActiveRun run = innermost.get();
    if (run != null
        && (run.thread() == Thread.currentThread() || run.isFollowedBy(Thread.currentThread()))) {
      return run;
    }
    if (Workers.isWorker()) {
      Strand strand = Workers.strandOfWorker();
      return strand == null ? null : strand.innermost();
    }
    return run == null || isOwnThread() || isCommon() ? null : run.alive();
  }

  /** A run is asked for: it counts as called by its caller, whenever it begins. */
  void add(ActiveRun run) {
    if (run.caller == null) {
      outermost.add(run);
    } else {
      run.caller.callees.add(run);
    }
  }

  /** Makes it the run of the thread. Returns what was before, for {@link #leave}. */
  @Nullable ActiveRun enter(ActiveRun run) {
    run.begin();
    add(run);
    ActiveRun before = innermost.get();
    innermost.set(run);
    run.strand.innermost(run);
    return before;
  }

  /** Makes the run that was before the run of the thread again. */
  void leave(ActiveRun run, @Nullable ActiveRun before) {
    innermost.set(before);
    ActiveRun caller = run.caller;
    run.strand.innermost(caller != null && caller.strand == run.strand ? caller : null);
    boolean leavesCancelledRuns = run.isCancelled() && !run.callees.isEmpty();
    if (run.caller == null && !leavesCancelledRuns) {
      outermost.remove(run);
    }
  }

  /** It will not begin any more. */
  void remove(ActiveRun run) {
    outermost.remove(run);
  }

  /** Forgets the runs that have ended; those that had left others behind are still there. */
  void forgetEnded() {
    outermost.removeIf(run -> run.alive() == null);
  }

  /** The runs that no other run called. */
  Set<ActiveRun> outermost() {
    return outermost;
  }

  /** Submitted runs are left aside: their threads are known. */
  private @Nullable ActiveRun foreground(CellSource current) {
    ActiveRun only = null;
    for (ActiveRun run : outermost) {
      if (run.submission() == null && run.alive() != null && run.place.cell().equals(current)) {
        if (only != null) {
          return null;
        }
        only = run;
      }
    }
    return only == null || isOwnThread() ? null : only.strand.innermost();
  }

  /** What they inherit is the run whose code happened to need one more of them. */
  private static boolean isCommon() {
    return Thread.currentThread() instanceof ForkJoinWorkerThread worker
        && worker.getPool() == ForkJoinPool.commonPool();
  }

  static boolean isOwnThread() {
    return Thread.currentThread().getName().startsWith(OWN_THREADS);
  }
}
