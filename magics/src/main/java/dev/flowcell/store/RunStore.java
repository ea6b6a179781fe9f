package dev.flowcell.store;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunListener;
import dev.flowcell.run.RunTree;
import dev.flowcell.schedule.ScheduleStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps runs. Thread-safe; several processes may use one store at once.
 *
 * <p>Events come in by {@link #onEvent}, which returns at once and never throws; {@link #flush}
 * waits until they are kept. Queries tell of every event that this store took before.
 */
public interface RunStore extends RunListener, AutoCloseable {

  /**
   * Waits until every event that came in before is kept.
   *
   * @return whether it was, within that time
   */
  boolean flush(Duration atMost);

  /**
   * Flow runs, subflows among them, newest first.
   *
   * @throws RunStoreException when they can't be read
   */
  List<FlowRun> flowRuns(FlowRunQuery query);

  /**
   * A flow run with all that belongs to it.
   *
   * @param id the whole id or its end
   * @return empty where none matches
   * @throws IllegalArgumentException when several match; the message names them
   * @throws RunStoreException when it can't be read
   */
  Optional<RunTree> find(String id);

  /**
   * Log lines, oldest first.
   *
   * @throws RunStoreException when they can't be read
   */
  List<LogLine> logs(LogQuery query);

  /**
   * Asks the process that runs a flow run to cancel it; that process is told within a second. A run
   * that has ended is left as it is.
   *
   * @throws RunStoreException when it can't be asked
   */
  void requestCancel(String flowRunId);

  /**
   * From now on the listener is told the id of each flow run of this process that somebody, here or
   * in another process, wants cancelled. Called on a thread of the store's own, perhaps twice for
   * one run; must be quick.
   */
  void onCancelRequest(Consumer<String> listener);

  /** Which flows are to run when; its methods throw {@link RunStoreException}. */
  ScheduleStore schedules();

  /** Where it keeps them, in a few words, such as {@code SQLite, /home/ada/…/flowcell.db}. */
  String describe();

  /** Keeps what came in before, then lets go of everything; events after it are not kept. */
  @Override
  void close();
}
