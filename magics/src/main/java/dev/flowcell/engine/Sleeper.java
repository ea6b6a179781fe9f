package dev.flowcell.engine;

import java.time.Duration;

/** The one way to wait. */
@FunctionalInterface
public interface Sleeper {

  /** Waits on the calling thread. */
  void sleep(Duration duration) throws InterruptedException;
}
