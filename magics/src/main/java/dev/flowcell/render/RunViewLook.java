package dev.flowcell.render;

import dev.flowcell.run.Level;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;

/**
 * How a state looks beside its word, so that it is never told by colour alone. The colours have
 * enough contrast on white and on JupyterLab's dark ground.
 */
record RunViewLook(String sign, String colour) {

  static final String GREEN = "#23883c";
  static final String RED = "#d9363e";
  static final String BLUE = "#1976d2";
  static final String AMBER = "#b26a00";
  static final String GREY = "#777777";

  static RunViewLook of(State state) {
    return switch (state.type()) {
      case COMPLETED -> new RunViewLook(state.name().equals(State.CACHED) ? "≡" : "✓", GREEN);
      case FAILED -> new RunViewLook(state.name().equals(State.TIMED_OUT) ? "◷" : "✗", RED);
      case CRASHED -> new RunViewLook("↯", RED);
      case RUNNING -> new RunViewLook(state.attempt() > 1 ? "↻" : "●", BLUE);
      case SCHEDULED -> new RunViewLook(state.next() == null ? "◌" : "↻", AMBER);
      case PENDING -> new RunViewLook("◌", GREY);
      case CANCELLING, CANCELLED -> new RunViewLook("⊘", AMBER);
    };
  }

  /** An attempt by the state that ended it: one that is tried again has failed. */
  static RunViewLook ofAttempt(State state) {
    return state.type() == StateType.SCHEDULED ? new RunViewLook("✗", RED) : of(state);
  }

  static String colour(Level level) {
    return switch (level) {
      case ERROR -> RED;
      case WARN -> AMBER;
      case INFO -> BLUE;
      case DEBUG, TRACE -> GREY;
    };
  }

  /** The state's name, which user code may have chosen. */
  static String word(State state) {
    return PlainText.cut(state.name(), 30);
  }
}
