package dev.flowcell.store.jdbc;

import java.time.Duration;

/** Something done now and then. Not thread-safe. */
final class Pace {

  private final long nanos;
  private long last;

  /** First due when that time has passed from now. */
  Pace(Duration every) {
    nanos = every.toNanos();
    done();
  }

  boolean isDue() {
    return System.nanoTime() - last >= nanos;
  }

  Duration untilNext() {
    return Duration.ofNanos(last + nanos - System.nanoTime());
  }

  void done() {
    last = System.nanoTime();
  }
}
