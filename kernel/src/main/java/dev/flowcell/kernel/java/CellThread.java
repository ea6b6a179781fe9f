package dev.flowcell.kernel.java;

import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.kernel.java.classes.CellCalls;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import org.jspecify.annotations.Nullable;

/**
 * The thread on which the code of cells runs. One that does not end in time behind an interrupt is
 * left to itself, and the next code gets a fresh one. {@link #run} is for one caller at a time,
 * {@link #interrupt} for any thread.
 */
final class CellThread implements AutoCloseable {

  /** The interrupted code did not end; its thread still runs. */
  static final class Abandoned extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** What runs there. */
  interface Code {
    @Nullable Object run() throws Throwable;
  }

  /** How long an interrupted cell waits for what it has left in the common pool. */
  private static final Duration POOL_GRACE = Duration.ofMillis(500);

  /** So often, one look after the other, an interrupted thread may be found to want a lock. */
  private static final int LOCKED_LOOKS = 4;

  private static final long LOOK_MILLIS = 50;

  /** On top of the stack of a thread that waits for a {@code Lock}: unsafe, support, queue. */
  private static final int LOCK_FRAMES = 4;

  private final Duration grace;
  private final ClassLoader loader;
  private final Compiling compiling;
  private final Object lock = new Object();
  private @Nullable ExecutorService executor;
  private @Nullable Work work;

  CellThread(Duration grace, ClassLoader loader, Compiling compiling) {
    this.grace = grace;
    this.loader = loader;
    this.compiling = compiling;
  }

  /**
   * Runs code there and waits.
   *
   * @throws Abandoned when it was interrupted and did not end within the grace period
   * @throws Throwable what the code threw
   */
  @Nullable Object run(Code code) throws Throwable {
    Work mine = new Work(code);
    synchronized (lock) {
      work = mine;
      if (executor == null) {
        executor = Executors.newSingleThreadExecutor(this::thread);
      }
      executor.execute(mine);
    }
    try {
      if (!mine.awaitStopped()) {
        abandon();
        throw new Abandoned();
      }
      return mine.result();
    } finally {
      synchronized (lock) {
        work = null;
      }
      if (mine.wasInterrupted()) {
        CellCalls.releasePool(POOL_GRACE);
      }
    }
  }

  /** Whether code runs there that somebody waits for. */
  boolean isBusy() {
    synchronized (lock) {
      return work != null;
    }
  }

  /**
   * Interrupts what runs there, again, when that has been asked for and the caller is its thread.
   */
  void remind() {
    synchronized (lock) {
      if (work != null && work.isInterruptedHere()) {
        work.interrupt();
      }
    }
  }

  /** Where the code is that runs there, the innermost call first; empty where none does. */
  StackTraceElement[] trace() {
    synchronized (lock) {
      return work == null ? new StackTraceElement[0] : work.trace();
    }
  }

  /** Interrupts what runs there, if anything does. */
  void interrupt() {
    synchronized (lock) {
      if (work != null) {
        work.interrupt();
      }
    }
  }

  @Override
  public void close() {
    abandon();
  }

  private void abandon() {
    synchronized (lock) {
      if (executor != null) {
        executor.shutdownNow();
        executor = null;
      }
    }
  }

  private static boolean isLock(StackTraceElement frame) {
    return frame.getClassName().equals(AbstractQueuedSynchronizer.class.getName())
        && frame.getMethodName().equals("acquire");
  }

  private Thread thread(Runnable runnable) {
    Thread thread = new Thread(runnable, "cell");
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    return thread;
  }

  private final class Work implements Runnable {
    private final Code code;
    private @Nullable Thread thread;
    private @Nullable Object result;
    private @Nullable Throwable thrown;
    private boolean done;
    private boolean interrupted;
    private long giveUpAt;

    Work(Code code) {
      this.code = code;
    }

    @Override
    public void run() {
      Object value = null;
      Throwable failure = null;
      try {
        begin();
        value = code.run();
      } catch (Throwable e) {
        failure = e;
      }
      end(value, failure);
    }

    private synchronized void begin() {
      thread = Thread.currentThread();
      if (interrupted) {
        throw new CellInterruptedError();
      }
    }

    private synchronized StackTraceElement[] trace() {
      return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    }

    private synchronized void end(@Nullable Object value, @Nullable Throwable failure) {
      thread = null;
      result = value;
      thrown = failure;
      done = true;
      notifyAll(); // before what may find no memory
      CellCalls.release(Thread.currentThread());
      Thread.interrupted();
    }

    void interrupt() {
      interrupt(grace);
    }

    private synchronized void interrupt(Duration mostToWait) {
      if (!interrupted) {
        interrupted = true;
        giveUpAt = System.nanoTime() + mostToWait.toNanos();
      }
      if (thread != null) {
        CellCalls.cancel(thread);
        CellCalls.cancelPool();
        compiling.interrupt(thread);
      }
      notifyAll();
    }

    /**
     * As {@link #await}; who stops the waiting thread means the code it waits for, and has a grace
     * period of their own, which must not end first.
     */
    boolean awaitStopped() {
      boolean stopped = false;
      while (true) {
        try {
          boolean ended = await();
          if (ended && stopped && !threwInterrupted()) {
            Thread.currentThread().interrupt(); // it came too late here: the next code is meant
          }
          return ended;
        } catch (InterruptedException e) {
          stopped = true;
          interrupt(grace.dividedBy(2));
        }
      }
    }

    private synchronized boolean threwInterrupted() {
      return thrown instanceof CellInterruptedError;
    }

    /** Whether it ended; false when the grace period behind an interrupt is over. */
    synchronized boolean await() throws InterruptedException {
      int looks = 0;
      while (!done) {
        if (!interrupted) {
          wait();
          continue;
        }
        long left = Duration.ofNanos(giveUpAt - System.nanoTime()).toMillis();
        looks = wantsLock() ? looks + 1 : 0;
        if (left <= 0 || looks == LOCKED_LOOKS) {
          return false;
        }
        wait(Math.min(left, LOOK_MILLIS));
      }
      return true;
    }

    /** No interrupt ends the wait for a lock, and in a deadlock nobody gives it back. */
    private boolean wantsLock() {
      return thread != null
          && (thread.getState() == Thread.State.BLOCKED
              || Arrays.stream(thread.getStackTrace())
                  .limit(LOCK_FRAMES)
                  .anyMatch(CellThread::isLock));
    }

    synchronized boolean isInterruptedHere() {
      return interrupted && thread == Thread.currentThread();
    }

    synchronized boolean wasInterrupted() {
      return interrupted;
    }

    synchronized @Nullable Object result() throws Throwable {
      if (thrown != null) {
        throw thrown;
      }
      return result;
    }
  }
}
