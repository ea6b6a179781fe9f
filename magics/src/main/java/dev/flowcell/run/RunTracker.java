package dev.flowcell.run;

import java.util.Optional;

/** Builds the trees of runs from their events. Thread-safe. */
public final class RunTracker implements RunListener {

  /** Keeps every log line. */
  public RunTracker() {}

  @Override
  public void onEvent(RunEvent event) {}

  /** A flow run, top level or not, with all that belongs to it so far. */
  public Optional<RunTree> tree(String flowRunId) {
    return Optional.empty();
  }

  /** Drops a flow run with all that belongs to it, or a task run outside a flow. */
  public void forget(String runId) {}
}
