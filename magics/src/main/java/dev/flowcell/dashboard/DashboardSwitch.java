package dev.flowcell.dashboard;

import dev.flowcell.store.RunStore;
import dev.flowcell.store.results.Results;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The one dashboard of a process, which costs nothing until it is switched on. Thread-safe. */
public final class DashboardSwitch implements AutoCloseable {

  private final RunStore store;
  private final @Nullable Results results;
  private final Clock clock;
  private @Nullable Dashboard running;

  /**
   * The switch, off.
   *
   * @param store stays its owner's to close, after the switch
   * @param results keeps the files of what tasks returned; null where there are none
   */
  public DashboardSwitch(RunStore store, @Nullable Results results, Clock clock) {
    this.store = store;
    this.results = results;
    this.clock = clock;
  }

  /**
   * The dashboard, started unless it runs.
   *
   * @param port where it is to start; one that runs stays where it is
   * @throws IOException when it can't listen; the message says why
   */
  public synchronized Dashboard on(int port) throws IOException {
    if (running == null) {
      running = Dashboard.start(store, results, DashboardOptions.local(port), clock);
    }
    return running;
  }

  /** Stops it; whether it ran. */
  public synchronized boolean off() {
    if (running == null) {
      return false;
    }
    running.close();
    running = null;
    return true;
  }

  @Override
  public void close() {
    off();
  }
}
