package dev.flowcell.kernel.app;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The Jupyter client that started this kernel and may die without a word. Its kernel must not stay
 * behind for ever.
 */
record ParentProcess(ProcessHandle process) {

  /** Set by clients that want their kernels to end with them; on Windows it is no process id. */
  private static final String MARK = "JPY_PARENT_PID";

  /**
   * ProcessHandle.onExit polls, too, but needs memory to tell. To ask costs half a millisecond of
   * the processor, and a kernel may be idle for days.
   */
  private static final long POLL_MILLIS = 3_000;

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
   * Does some work within three seconds of its end, each on a thread that was there before: a cell
   * may have filled the heap by then.
   */
  void whenGone(Runnable... work) {
    CountDownLatch gone = new CountDownLatch(1);
    for (Runnable each : work) {
      start(() -> await(gone, each));
    }
    start(() -> watch(gone));
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "parent-process");
    thread.setDaemon(true);
    thread.start();
  }

  private static void await(CountDownLatch gone, Runnable work) {
    try {
      gone.await();
    } catch (InterruptedException e) {
      return; // only a cell that looks for every thread does that
    }
    work.run();
  }

  private void watch(CountDownLatch gone) {
    try {
      while (process.isAlive()) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      return; // as above
    }
    gone.countDown();
  }
}
