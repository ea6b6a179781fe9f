package dev.flowcell.kernel.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Gives memory back that cells needed for a while. Java keeps the heap as large as it once was as
 * long as nothing happens, and a notebook may be open for days: some seconds after the last cell
 * the heap is collected, once. Thread-safe.
 */
final class IdleHeap {

  private static final long QUIET_SECONDS = 15;

  /** A heap of this size has nothing worth to give back. */
  private static final long SMALL = 160L << 20;

  /** To collect more than this takes so long that somebody may notice. */
  private static final long LARGE = 1L << 30;

  private final Executor later;
  private final Runnable collect;
  private int running;
  private long cells;
  private boolean waiting;

  /**
   * Collects by {@code collect} when it has been quiet.
   *
   * @param later runs what it is given after the time that counts as quiet
   */
  IdleHeap(Executor later, Runnable collect) {
    this.later = later;
    this.collect = collect;
  }

  /** That of this process; Java's options say how much of it stays. */
  static IdleHeap ofThisProcess() {
    return new IdleHeap(
        CompletableFuture.delayedExecutor(QUIET_SECONDS, TimeUnit.SECONDS), IdleHeap::collect);
  }

  private static void collect() {
    Runtime java = Runtime.getRuntime();
    if (java.totalMemory() > SMALL && java.totalMemory() - java.freeMemory() < LARGE) {
      System.gc();
    }
  }

  synchronized void cellBegins() {
    running++;
  }

  synchronized void cellEnds() {
    running--;
    cells++;
    if (!waiting) {
      waiting = true;
      lookLater();
    }
  }

  private void lookLater() {
    long seen = cells;
    later.execute(
        () -> {
          if (isQuiet(seen)) {
            collect.run();
          }
        });
  }

  private synchronized boolean isQuiet(long seen) {
    waiting = running > 0 || cells != seen;
    if (waiting) {
      lookLater();
    }
    return !waiting;
  }
}
