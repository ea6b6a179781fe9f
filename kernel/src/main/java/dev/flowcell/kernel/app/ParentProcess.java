package dev.flowcell.kernel.app;

import dev.flowcell.kernel.jupyter.LastingThread;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The Jupyter client that started this kernel and may die without a word, also while the kernel
 * starts. Its kernel must not stay behind for ever.
 *
 * @param process empty where it has gone already
 */
record ParentProcess(Optional<ProcessHandle> process) {

  /** Set by clients that want their kernels to end with them; on Windows it is no process id. */
  private static final String MARK = "JPY_PARENT_PID";

  /**
   * ProcessHandle.onExit polls, too, but needs memory to tell. To ask costs half a millisecond of
   * the processor, and a kernel may be idle for days.
   */
  private static final long POLL_MILLIS = 3_000;

  /** A client in a container; elsewhere the parent of those that have lost theirs. */
  private static final long INIT = 1;

  /** The parent; empty where the kernel is to outlive it. */
  static Optional<ParentProcess> of(Map<String, String> environment) {
    return of(environment, ProcessHandle.current().parent());
  }

  static Optional<ParentProcess> of(
      Map<String, String> environment, Optional<ProcessHandle> parent) {
    String mark = environment.get(MARK);
    if (mark == null || mark.equals(String.valueOf(INIT)) || parent.isEmpty()) {
      return Optional.empty();
    }
    boolean lost = parent.get().pid() == INIT;
    return Optional.of(new ParentProcess(lost ? marked(mark) : parent));
  }

  private static Optional<ProcessHandle> marked(String mark) {
    try {
      return ProcessHandle.of(Long.parseLong(mark));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
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
    new LastingThread("parent-process", work).start();
  }

  private static void await(CountDownLatch gone, Runnable work) {
    try {
      gone.await();
    } catch (InterruptedException e) {
      return; // it is not interrupted
    }
    work.run();
  }

  private void watch(CountDownLatch gone) {
    try {
      while (process.filter(ProcessHandle::isAlive).isPresent()) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      return; // as above
    }
    gone.countDown();
  }
}
