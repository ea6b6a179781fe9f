package dev.flowcell.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a flow run and a task run have in common. */
public sealed interface Run permits FlowRun, TaskRun {

  String id();

  /** The name of the flow or task. */
  String name();

  Instant createdAt();

  /** The states it has had, oldest first; never empty. */
  List<State> history();

  /** The end of the id, enough for a person to name the run by. */
  default String shortId() {
    return shortId(id());
  }

  /** The short one of a run's id. */
  static String shortId(String id) {
    return id.substring(Math.max(0, id.length() - 6));
  }

  /** The state it is in. */
  default State state() {
    return history().get(history().size() - 1);
  }

  /** When its first attempt began, if it has. */
  default Optional<Instant> startedAt() {
    for (State state : history()) { // no stream: long runs ask for each of their tasks
      if (state.type() == StateType.RUNNING) {
        return Optional.of(state.at());
      }
    }
    return Optional.empty();
  }

  /** When it ended, if it has. */
  default Optional<Instant> endedAt() {
    return state().type().isTerminal() ? Optional.of(state().at()) : Optional.empty();
  }

  /**
   * How long it has taken, waits between attempts included.
   *
   * @param now the end of a run that goes on
   */
  default Duration duration(Instant now) {
    return startedAt()
        .map(start -> Duration.between(start, endedAt().orElse(now)))
        .orElse(Duration.ZERO);
  }
}
