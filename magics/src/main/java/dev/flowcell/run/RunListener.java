package dev.flowcell.run;

import java.util.List;

/** Is told of every change of a run: the store, the live view. */
@FunctionalInterface
public interface RunListener {

  /**
   * Takes one event. Called on the thread of the run, from many at once; must be quick, must not
   * wait for a database or a client, and must not throw.
   */
  void onEvent(RunEvent event);

  /** Takes events of one run that are told together, in their order. */
  default void onEvents(List<RunEvent> events) {
    events.forEach(this::onEvent);
  }

  /** Is told before a run's output goes to its cell: what shows the run is to stand above it. */
  default void beforeOutput() {}

  /** Is told, before its reply, that the cell has ended: what it shows is to be up to date. */
  default void onCellEnd() {}
}
