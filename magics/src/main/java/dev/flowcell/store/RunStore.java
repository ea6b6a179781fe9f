package dev.flowcell.store;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunListener;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.TaskRun;
import dev.flowcell.schedule.ScheduleStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
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
   * Flow runs, subflows among them unless the query leaves them out.
   *
   * @throws RunStoreException when they can't be read
   */
  List<FlowRun> flowRuns(FlowRunQuery query);

  /**
   * How many flow runs there are, whatever the query says of order, page and limit.
   *
   * @throws RunStoreException when they can't be read
   */
  RunCounts counts(FlowRunQuery query);

  /**
   * How many flow runs that no other called were created on each day, days without any among them.
   *
   * @throws RunStoreException when they can't be read
   */
  SortedMap<LocalDate, RunCounts> countsByDay(LocalDate first, LocalDate last, ZoneId zone);

  /**
   * All flows that have runs, by name.
   *
   * @throws RunStoreException when they can't be read
   */
  List<FlowSummary> flows();

  /**
   * The names of all flows that have runs, in order; far less work than {@link #flows}.
   *
   * @throws RunStoreException when they can't be read
   */
  List<String> flowNames();

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
   * A flow run by its whole id, without what belongs to it.
   *
   * @throws RunStoreException when it can't be read
   */
  Optional<FlowRun> flowRun(String id);

  /**
   * A task run by its whole id, in a flow or outside.
   *
   * @throws RunStoreException when it can't be read
   */
  Optional<TaskRun> taskRun(String id);

  /**
   * The flow runs and task runs of some whole ids, without what belongs to them; an id that none
   * has is left out.
   *
   * @throws RunStoreException when they can't be read
   */
  List<Run> runs(Collection<String> ids);

  /**
   * Log lines, oldest first.
   *
   * @throws RunStoreException when they can't be read
   */
  default List<LogLine> logs(LogQuery query) {
    return logPage(query).lines();
  }

  /**
   * Log lines, oldest first, and where to go on.
   *
   * @throws RunStoreException when they can't be read
   */
  LogPage logPage(LogQuery query);

  /**
   * From now on the listener is told within some 200 ms that something has changed, whoever did it,
   * with the ids of the flow runs that have, and of those that called them; with none where it is
   * not known which. Called on a thread of the store's own, which may ask the store; what changes
   * meanwhile is told together. Nothing is done for it when nobody watches.
   */
  Watch watch(Consumer<Set<String>> listener);

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

  /**
   * Asks a process that lives to run a flow; that process is told within a second.
   *
   * @param parametersJson a JSON object of arguments by parameter
   * @return the request's id, for {@link #answer}
   * @throws RunStoreException when it can't be asked
   */
  String requestRun(String processId, String flow, String parametersJson);

  /** Asks a process that lives to resume a flow run, as {@link #requestRun} does. */
  String requestResume(String processId, String flowRunId);

  /**
   * What has come of a request; empty while there is no answer. One whose process has ended before
   * it answered is refused. Answers are kept for a day.
   *
   * @throws RunStoreException when it can't be read
   */
  Optional<RunRequest.Answer> answer(String requestId);

  /**
   * From now on the listener is told of each request to this process once. Called on a thread of
   * the store's own; must be quick, and answers whenever it can.
   */
  void onRequest(Consumer<RunRequest> listener);

  /**
   * Answers a request to this process. Returns at once.
   *
   * @param requestId a request that the listener was told of
   */
  void answer(String requestId, RunRequest.Answer answer);

  /**
   * Says what this process can run, in the place of what it said before, until it ends. Returns at
   * once.
   */
  void offer(String notebook, List<Offer.Flow> flows);

  /**
   * What the processes that live can run.
   *
   * @throws RunStoreException when it can't be read
   */
  List<Offer> offers();

  /**
   * Deletes a flow run that has ended with all that belongs to it, subflows among it.
   *
   * @param flowRunId its whole id
   * @return nothing where there is no such run
   * @throws IllegalArgumentException when it goes on, or a flow run called it; the message says
   *     what to do
   * @throws RunStoreException when it can't be deleted
   */
  Deleted delete(String flowRunId);

  /**
   * Deletes the flow runs that were created before a time and have ended, each with all that
   * belongs to it, and task runs outside flows; then gives the room back. Takes its time.
   *
   * @param dryRun only tells what would be deleted
   * @throws RunStoreException when they can't be deleted
   */
  Deleted prune(Instant before, boolean dryRun);

  /** Where it keeps them, in a few words, such as {@code SQLite, /home/ada/…/flowcell.db}. */
  String describe();

  /** Keeps what came in before, then lets go of everything; events after it are not kept. */
  @Override
  void close();
}
