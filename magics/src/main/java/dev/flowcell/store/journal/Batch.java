package dev.flowcell.store.journal;

import dev.flowcell.run.RunEvent;
import java.util.List;

/**
 * Some events of a journal, in the order they were appended.
 *
 * @param events empty at the journal's end only
 * @param end the place behind them, from which to read on
 */
public record Batch(List<RunEvent> events, Position end) {

  public Batch {
    events = List.copyOf(events);
  }
}
