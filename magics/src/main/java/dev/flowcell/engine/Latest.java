package dev.flowcell.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands on the newest of many values: the first at once, later ones after a rest each, the last one
 * at the latest when it is asked to settle. What comes between is lost. Thread-safe.
 */
public final class Latest<T> {

  private final Duration rest;
  private final Timer timer;
  private final Consumer<? super T> next;
  private final AtomicReference<@Nullable T> waiting = new AtomicReference<>();
  private volatile boolean rests;

  /**
   * Hands values on.
   *
   * @param next takes them one at a time, on the thread that gave them or the timer's
   */
  public Latest(Duration rest, Timer timer, Consumer<? super T> next) {
    this.rest = rest;
    this.timer = timer;
    this.next = next;
  }

  /** Takes a value; costs next to nothing while it rests. */
  public void take(T value) {
    waiting.set(value);
    if (!rests) { // asked after the value is in its place, as rested() does the other way round
      handOn();
    }
  }

  /** Hands on what waits. */
  public synchronized void settle() {
    T newest = waiting.getAndSet(null);
    if (newest != null) {
      next.accept(newest);
    }
  }

  private synchronized void handOn() {
    if (!rests) {
      rests = true;
      settle();
      var unused = timer.after(rest, this::rested);
    }
  }

  private void rested() {
    rests = false;
    if (waiting.get() != null) {
      handOn();
    }
  }
}
