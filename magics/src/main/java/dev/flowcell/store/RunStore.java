package dev.flowcell.store;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunListener;
import dev.flowcell.run.RunTree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps runs. Thread-safe; several processes may use one store at once.
 *
 * <p>Events come in by {@link #onEvent}, which returns at once and never throws; {@link #flush}
 * waits until they are kept.
 */
public interface RunStore extends RunListener, AutoCloseable {

  /**
   * Waits until every event that came in before is kept.
   *
   * @return whether it was, within that time
   */
  boolean flush(Duration atMost);

  /** Flow runs, newest first. */
  List<FlowRun> flowRuns(FlowRunQuery query);

  /**
   * A flow run with all that belongs to it.
   *
   * @param id the whole id or its end
   * @return empty where none matches
   * @throws IllegalArgumentException when several match; the message names them
   */
  Optional<RunTree> find(String id);

  /** Log lines, oldest first. */
  List<LogLine> logs(LogQuery query);

  /** Where it keeps them, in a few words, such as {@code SQLite, /home/ada/…/flowcell.db}. */
  String describe();

  @Override
  void close();
}
