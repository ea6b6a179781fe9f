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

  /** In a container, and of a kernel that has lost its parent already. */
  private static final long INIT = 1;

  /** The parent; empty where the kernel is to outlive it. */
  static Optional<ParentProcess> of(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(MARK))
        .flatMap(mark -> ProcessHandle.current().parent())
        .filter(parent -> parent.pid() != INIT)
        .map(ParentProcess::new);
  }

  /** Runs something within a few seconds of its end. */
  void whenGone(Runnable end) {
    var unused = process.onExit().thenRun(end);
  }
}
