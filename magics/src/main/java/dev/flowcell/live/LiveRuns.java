package dev.flowcell.live;

import dev.flowcell.cell.CurrentCell;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunListener;
import dev.flowcell.run.RunTree;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiFunction;

/** Shows each flow run in the cell that started it. Thread-safe. */
public final class LiveRuns implements RunListener, AutoCloseable {

  /**
   * Shows runs in the cells that start them.
   *
   * @param view draws a run as it is at an instant
   */
  public LiveRuns(CurrentCell cell, BiFunction<RunTree, Instant, MimeBundle> view, Clock clock) {}

  @Override
  public void onEvent(RunEvent event) {}

  @Override
  public void onCellEnd() {}

  @Override
  public void close() {}
}
