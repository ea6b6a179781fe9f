package dev.flowcell.run;

import java.time.Instant;

/**
 * Ended task runs of one task that are told together, because there are too many to hold.
 *
 * @param task the task's name
 * @param state the state of the last of them; all have one of the same type and name
 * @param count how many they are
 * @param from when the first of them began
 * @param to when the last of them ended
 */
public record FoldedRuns(String task, State state, int count, Instant from, Instant to) {

  /** These and one more. */
  FoldedRuns and(TaskRun run) {
    FoldedRuns one = of(run);
    return new FoldedRuns(
        task,
        one.state,
        count + 1,
        one.from.isBefore(from) ? one.from : from,
        one.to.isAfter(to) ? one.to : to);
  }

  /** One run. */
  static FoldedRuns of(TaskRun run) {
    State state = run.state();
    return new FoldedRuns(
        run.task(), state, 1, run.startedAt().orElse(run.createdAt()), state.at());
  }
}
