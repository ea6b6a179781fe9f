package dev.flowcell.render;

import dev.flowcell.run.State;

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
}
