package dev.flowcell.schedule.clockwork;

import dev.flowcell.run.State;
import dev.flowcell.schedule.Schedule;
import java.util.List;

/** Starts flow runs in a session. Its methods return at once. */
public interface Starter {

  /** Whether the session can run any flow now; where not, the store is not even asked. */
  boolean isReady();

  /** Whether the session can run the flow of a schedule now. */
  boolean has(Schedule schedule);

  /** A new id for a flow run. */
  String newRunId();

  /**
   * Makes a run of a schedule's flow and starts it on a thread of its own. A run that can't begin
   * is Failed.
   *
   * @param history its states so far
   * @param ended is called once, on any thread, when the run has ended
   */
  void start(Schedule schedule, String flowRunId, List<State> history, Runnable ended);

  /**
   * Takes down a run that nobody starts.
   *
   * @param history its states, an end the last of them
   */
  void record(Schedule schedule, String flowRunId, List<State> history);

  /** A run of a flow of the session has crashed with its process; of all who could, one is told. */
  void crashed(String flowRunId);
}
