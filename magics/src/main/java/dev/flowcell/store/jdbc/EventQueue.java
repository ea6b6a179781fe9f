package dev.flowcell.store.jdbc;

import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Events on their way from the threads of runs to the one writer. Thread-safe; plain monitors,
 * because a thread that is stopped inside one lets go of it.
 *
 * <p>Holds a bounded amount of text: a run that is faster than the writer waits for it and loses
 * nothing.
 */
final class EventQueue {

  /** How long the writer lets events gather, so that it writes groups and is seldom woken. */
  private static final long GATHER_MILLIS = 5;

  private final long capacity;
  private List<RunEvent> waiting = new ArrayList<>();
  private long weight;
  private long accepted;
  private long kept;
  private boolean hurry;
  private boolean closed;

  /**
   * @param capacity how many characters of events may wait; one event always may
   */
  EventQueue(long capacity) {
    this.capacity = capacity;
  }

  /** Adds an event, or drops it once the queue is closed. Waits while the queue is full. */
  synchronized void put(RunEvent event) {
    boolean interrupted = false;
    while (weight >= capacity && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        // an interrupted run still has states and lines to keep
        interrupted = true;
      }
    }
    if (!closed) {
      waiting.add(event);
      weight += weigh(event);
      accepted++;
      if (waiting.size() == 1 || weight >= capacity) {
        notifyAll();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for events and takes all; only for the writer, which calls {@link #taken} when they are
   * kept.
   *
   * @return empty when the queue is closed and drained
   */
  synchronized List<RunEvent> take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
    while (!hurry && !closed && weight < capacity && waitUntil(deadline)) {
      // gathers
    }
    List<RunEvent> taken = waiting;
    waiting = new ArrayList<>();
    weight = 0;
    hurry = false;
    notifyAll();
    return taken;
  }

  /** Says that so many events are kept. */
  synchronized void taken(int count) {
    kept += count;
    notifyAll();
  }

  /** Waits until every event put before is kept, and says whether it is. */
  synchronized boolean awaitKept(Duration atMost) throws InterruptedException {
    long wanted = accepted;
    long deadline = System.nanoTime() + atMost.toNanos();
    hurry = true;
    notifyAll();
    while (kept < wanted && waitUntil(deadline)) {
      // somebody wakes this thread when more is kept
    }
    return kept >= wanted;
  }

  /** From now on events are dropped; those that wait can still be taken. */
  synchronized void close() {
    closed = true;
    notifyAll();
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

  /** About the event's characters; sources are shared by many runs and not counted. */
  private static long weigh(RunEvent event) {
    if (event instanceof RunEvent.Logged logged) {
      return 100L + logged.line().message().length();
    }
    if (event instanceof RunEvent.TaskRunChanged changed) {
      return weigh(changed.state());
    }
    if (event instanceof RunEvent.FlowRunChanged changed) {
      return weigh(changed.state());
    }
    return 300;
  }

  private static long weigh(State state) {
    return 100L + state.message().length() + state.detail().length();
  }
}
