package dev.flowcell.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A timer whose time passes when a test says so, on the test's thread. Thread-safe. */
final class FakeTimer implements Timer {

  private final List<Ring> rings = new ArrayList<>();
  private Duration now = Duration.ZERO;

  @Override
  public synchronized Runnable after(Duration time, Runnable action) {
    Ring ring = new Ring(now.plus(time), time, action);
    rings.add(ring);
    notifyAll();
    return () -> callOff(ring);
  }

  private synchronized void callOff(Ring ring) {
    rings.remove(ring);
  }

  /** How many times are kept that are not over. */
  synchronized int kept() {
    return rings.size();
  }

  /** Waits until such a time is kept. */
  synchronized void await(Duration time) throws InterruptedException {
    while (rings.stream().noneMatch(ring -> ring.time.equals(time))) {
      wait();
    }
  }

  void pass(Duration time) {
    due(time).forEach(ring -> ring.action.run());
  }

  private synchronized List<Ring> due(Duration time) {
    now = now.plus(time);
    List<Ring> due = rings.stream().filter(ring -> ring.at.compareTo(now) <= 0).toList();
    rings.removeAll(due);
    return due;
  }

  private record Ring(Duration at, Duration time, Runnable action) {}
}
