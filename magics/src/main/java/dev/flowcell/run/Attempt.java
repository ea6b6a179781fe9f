package dev.flowcell.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a run.
 *
 * @param number from 1
 * @param state the state it ended in, or the one it is in
 * @param startedAt when it began
 * @param endedAt when it ended, or null while it runs
 * @param error the exception's class and message, or empty
 */
public record Attempt(
    int number, State state, Instant startedAt, @Nullable Instant endedAt, String error) {

  /** The attempts that a history tells of, in order. */
  static List<Attempt> in(List<State> history) {
    List<Attempt> attempts = new ArrayList<>();
    for (State state : history) {
      int last = attempts.size() - 1;
      if (state.type() == StateType.RUNNING) {
        attempts.add(new Attempt(state.attempt(), state, state.at(), null, ""));
      } else if (last >= 0
          && attempts.get(last).endedAt() == null
          && state.type() != StateType.CANCELLING) { // it goes on until its code has stopped
        Attempt begun = attempts.get(last);
        String error = state.type() == StateType.COMPLETED ? "" : state.message();
        attempts.set(
            last, new Attempt(begun.number(), state, begun.startedAt(), state.at(), error));
      }
    }
    return attempts;
  }
}
