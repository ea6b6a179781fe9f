package dev.flowcell.render;

import dev.flowcell.run.Run;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import java.util.List;

/**
 * How one run, or several together, stand.
 *
 * @param words such as {@code Completed}, or {@code 1 of 80 Failed} where not all ended alike
 * @param isLive whether something goes on
 */
record RunViewStanding(RunViewLook look, String words, boolean isLive) {

  static RunViewStanding of(State state) {
    boolean isLive = !state.type().isTerminal();
    return new RunViewStanding(RunViewLook.of(state), RunViewLook.word(state), isLive);
  }

  /** One failure among many is told as that, not as if all had failed. */
  static RunViewStanding of(List<? extends Run> runs) {
    State gravest = runs.get(0).state();
    for (Run run : runs) {
      gravest = gravity(run.state()) > gravity(gravest) ? run.state() : gravest;
    }
    StateType type = gravest.type();
    long alike = runs.stream().filter(run -> run.state().type() == type).count();
    if (!type.isTerminal() || alike == runs.size()) {
      return of(gravest);
    }
    RunViewLook look = new RunViewLook(RunViewLook.of(gravest).sign(), RunViewLook.AMBER);
    String words = alike + " of " + runs.size() + " " + RunViewLook.word(gravest);
    return new RunViewStanding(look, words, false);
  }

  private static int gravity(State state) {
    return switch (state.type()) {
      case RUNNING -> 5;
      case SCHEDULED, PENDING, CANCELLING -> 4;
      case FAILED, CRASHED -> 3;
      case CANCELLED -> 2;
      case COMPLETED -> 1;
    };
  }
}
