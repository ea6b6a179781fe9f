package dev.flowcell.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The timer of a session: one daemon thread, which begins with the first time to be kept. */
public final class ThreadTimer implements Timer, AutoCloseable {

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, ThreadTimer::thread, new ThreadPoolExecutor.DiscardPolicy());

  public ThreadTimer() {
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Runnable after(Duration time, Runnable action) {
    Future<?> ring = executor.schedule(action, nanos(time), TimeUnit.NANOSECONDS);
    return () -> ring.cancel(false);
  }

  /** Nothing rings any more. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static long nanos(Duration time) {
    try {
      return time.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE; // 292 years
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "flowcell-timer");
    thread.setDaemon(true);
    return thread;
  }
}
