package dev.flowcell.live;

import java.time.Duration;

/** Runs steps later, one at a time: what they share needs no lock. */
interface Beat extends AutoCloseable {

  /** Runs the step after that time, or never once the beat is closed. Returns at once. */
  void after(Duration delay, Runnable step);

  /** No step begins from now on. */
  @Override
  void close();
}
