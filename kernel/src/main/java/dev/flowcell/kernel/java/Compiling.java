package dev.flowcell.kernel.java;

import java.util.HashMap;
import java.util.Map;

/**
 * Keeps interrupts away from threads that compile. The compiler reads classes by channels, which an
 * interrupt closes: what it could not read then is unknown for the rest of the session.
 * Thread-safe.
 */
final class Compiling {

  /** The threads that compile, and whether an interrupt waits for them. */
  private final Map<Thread, Boolean> threads = new HashMap<>();

  /** From now on the calling thread compiles. */
  synchronized void begin() {
    threads.put(Thread.currentThread(), Thread.interrupted());
  }

  /** From now on the calling thread does something else; an interrupt that has waited comes now. */
  synchronized void end() {
    if (Boolean.TRUE.equals(threads.remove(Thread.currentThread()))) {
      Thread.currentThread().interrupt();
    }
  }

  /** Interrupts a thread, at once or when it no longer compiles. */
  synchronized void interrupt(Thread thread) {
    if (threads.replace(thread, true) == null) {
      thread.interrupt();
    }
  }
}
