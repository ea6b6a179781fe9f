package dev.flowcell.store.jdbc;

import dev.flowcell.store.journal.Position;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What the writing thread is asked for, and how far it has come. Thread-safe; plain monitors,
 * because a thread that is stopped inside one lets go of it.
 */
final class Agenda {

  /** How old the last look for dead processes may be for a query. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often the writer looks whether enough has gathered. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private enum Standing {
    OPENING,
    OPEN,
    DOWN,
    ENDED
  }

  /** Set while the writer sleeps until something comes in. */
  private volatile boolean idle;

  private Standing standing = Standing.OPENING;
  private String whyDown = "";
  private Position folded = Position.START;
  private Position wanted = Position.START;
  private boolean closed;

  /** When the writer has last looked for dead processes, and whether somebody wants it now. */
  private long lookedAt;

  private boolean isLookWanted;
  private boolean isWoken;

  /** Says that an event has come in. Costs next to nothing while the writer is awake. */
  void ring() {
    if (idle) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Has the writer see what it has to do. */
  synchronized void wake() {
    isWoken = true;
    notifyAll();
  }

  /**
   * Waits until the events before a place are kept, and hurries the writer.
   *
   * @return whether they are; at once false while the database is down
   */
  synchronized boolean awaitFolded(Position place, Duration atMost) throws InterruptedException {
    if (wanted.compareTo(place) < 0) {
      wanted = place;
      notifyAll();
    }
    long deadline = System.nanoTime() + atMost.toNanos();
    while (folded.compareTo(place) < 0 && isHopeful() && waitUntil(deadline)) {
      // somebody wakes this thread when more is kept
    }
    return folded.compareTo(place) >= 0;
  }

  private boolean isHopeful() {
    return standing == Standing.OPENING || standing == Standing.OPEN;
  }

  /** Waits while the database is being opened, and says whether it is open. */
  synchronized boolean awaitOpen(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (standing == Standing.OPENING && waitUntil(deadline)) {
      // the writer opens it
    }
    return standing == Standing.OPEN || standing == Standing.ENDED;
  }

  /** Has the writer look for processes that have died, unless it has just done so. */
  synchronized void awaitLook(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    isLookWanted = System.nanoTime() - lookedAt > FRESH_NANOS;
    if (isLookWanted) {
      notifyAll();
    }
    while (isLookWanted && standing == Standing.OPEN && waitUntil(deadline)) {
      // the writer looks
    }
  }

  synchronized boolean isDown() {
    return standing == Standing.DOWN;
  }

  /** Why the database can't be used, in a line. */
  synchronized String whyDown() {
    return whyDown;
  }

  synchronized Position folded() {
    return folded;
  }

  /** What came in before is still written; then the writer ends. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  // from here on: the writer's own

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized boolean isLookWanted() {
    return isLookWanted;
  }

  synchronized void looked() {
    lookedAt = System.nanoTime();
    isLookWanted = false;
    notifyAll();
  }

  synchronized void opened() {
    standing = Standing.OPEN;
    notifyAll();
  }

  synchronized void down(String why) {
    standing = Standing.DOWN;
    whyDown = why;
    notifyAll();
  }

  synchronized void ended() {
    standing = Standing.ENDED;
    notifyAll();
  }

  synchronized void folded(Position place) {
    folded = place;
    notifyAll();
  }

  /** Sleeps until an event comes in, somebody wants something, or the time is over. */
  void idle(Duration atMost, BooleanSupplier hasWork) throws InterruptedException {
    // first said, then looked: an event that comes between rings
    idle = true;
    try {
      synchronized (this) {
        if (!closed && !isLookWanted && !isWoken && !hasWork.getAsBoolean()) {
          waitUntil(System.nanoTime() + atMost.toNanos());
        }
        isWoken = false;
      }
    } finally {
      idle = false;
    }
  }

  /** Lets events gather until there are enough, unless somebody waits for them. */
  synchronized void gather(Duration atMost, BooleanSupplier enough) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!closed
        && wanted.compareTo(folded) <= 0
        && !enough.getAsBoolean()
        && waitUntil(Math.min(deadline, System.nanoTime() + LOOK_NANOS))) {
      // no caller is to pay for telling how many there are
    }
  }

  /** Waits for the next try while the database is down. */
  synchronized void awaitRetry(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!closed && waitUntil(deadline)) {
      // the time is not over
    }
  }

  /** Waits for a notification or the deadline; false once it has passed. */
  private boolean waitUntil(long deadline) throws InterruptedException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
    return true;
  }
}
