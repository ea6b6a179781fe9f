package dev.flowcell.live;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The beat of a daemon thread, which begins with the first step. Thread-safe. */
final class ThreadBeat implements Beat {

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, ThreadBeat::thread, new ThreadPoolExecutor.DiscardPolicy());

  @Override
  public void after(Duration delay, Runnable step) {
    var unused = executor.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "flowcell-live");
    thread.setDaemon(true);
    return thread;
  }
}
