package dev.flowcell.render;

import dev.flowcell.run.State;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a run is in the state it is in.
 *
 * @param message the state's message, or empty
 * @param frames what stands below it, the user's own frames first; without the message again
 */
record RunViewFailure(String message, List<String> frames) {

  private static final int MOST_FRAMES = 30;

  static RunViewFailure of(State state) {
    boolean again = !state.message().isEmpty() && state.detail().startsWith(state.message());
    String below = again ? state.detail().substring(state.message().length()) : state.detail();
    List<String> frames = new ArrayList<>();
    PlainText.cut(below, 10_000).lines().filter(line -> !line.isBlank()).forEach(frames::add);
    if (frames.size() > MOST_FRAMES) {
      int more = frames.size() - MOST_FRAMES;
      frames = new ArrayList<>(frames.subList(0, MOST_FRAMES));
      frames.add("… " + more + " more lines");
    }
    return new RunViewFailure(PlainText.cut(state.message(), 2_000), List.copyOf(frames));
  }

  boolean isEmpty() {
    return message.isEmpty() && frames.isEmpty();
  }

  /** All of it, line by line. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(message.isEmpty() ? List.of() : message.lines().toList());
    lines.addAll(frames);
    return lines;
  }
}
