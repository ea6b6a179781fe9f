package dev.flowcell.store;

import dev.flowcell.run.LogLine;
import java.util.List;

/**
 * Some of the lines that were asked for, in the order in which they came in; of one process that is
 * the order in which they were written. Positions are a store's own.
 *
 * @param lines oldest first
 * @param first the position before which older ones are, or 0 where none are
 * @param last the position up to which this page tells all: newer ones are behind it
 */
public record LogPage(List<LogLine> lines, long first, long last) {

  public LogPage {
    lines = List.copyOf(lines);
  }
}
