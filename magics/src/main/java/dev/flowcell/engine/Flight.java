package dev.flowcell.engine;

import java.util.concurrent.CountDownLatch;

/** A call that goes on and whose result others with its key wait for. Thread-safe. */
final class Flight {

  private final ActiveRun leader;
  private final CountDownLatch landed = new CountDownLatch(1);

  Flight(ActiveRun leader) {
    this.leader = leader;
  }

  void land() {
    landed.countDown();
  }

  void await() throws InterruptedException {
    landed.await();
  }

  /** Whether the run is called by the leader, directly or not, so that it can't wait for it. */
  boolean isAround(ActiveRun run) {
    for (ActiveRun each = run; each != null; each = each.caller) {
      if (each == leader) {
        return true;
      }
    }
    return false;
  }
}
