package dev.flowcell.kernel.app;

import java.util.Map;
import java.util.Optional;

/**
 * The Jupyter client that started this kernel and may die without a word. Its kernel must not stay
 * behind for ever.
 */
record ParentProcess(ProcessHandle process) {

  /** Set by clients that want their kernels to end with them; on Windows it is no process id. */
  private static final String MARK = "JPY_PARENT_PID";

  /** ProcessHandle.onExit polls, too, but needs memory to tell. */
  private static final long POLL_MILLIS = 1_000;

  /** In a container, and of a kernel that has lost its parent already. */
  private static final long INIT = 1;

  /** The parent; empty where the kernel is to outlive it. */
  static Optional<ParentProcess> of(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(MARK))
        .flatMap(mark -> ProcessHandle.current().parent())
        .filter(parent -> parent.pid() != INIT)
        .map(ParentProcess::new);
  }

  /**
   * Runs something within a second of its end, on a thread that was there before: a cell may have
   * filled the heap by then.
   */
  void whenGone(Runnable work) {
    Thread watch = new Thread(() -> watch(work), "parent-process");
    watch.setDaemon(true);
    watch.start();
  }

  private void watch(Runnable work) {
    try {
      while (process.isAlive()) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      return; // only a cell that looks for every thread does that
    }
    work.run();
  }
}
