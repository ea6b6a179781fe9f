package dev.flowcell.kernel.jupyter;

/**
 * A thread of the kernel's own, which no interrupt ends: a cell may interrupt every thread that it
 * finds. A daemon.
 */
public final class LastingThread extends Thread {

  /** A thread that does some work; its name is for those who look at all threads. */
  public LastingThread(String name, Runnable work) {
    super(work, name);
    setDaemon(true);
  }

  /** Does nothing. */
  @Override
  public void interrupt() {}
}
