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
    String message = PlainText.cut(state.message(), 2_000);
    List<String> frames = new ArrayList<>();
    for (String line : PlainText.cut(state.detail(), 10_000).split("\\R")) {
      boolean again = frames.isEmpty() && line.strip().equals(message.strip());
      if (!line.isBlank() && !again) {
        frames.add(line);
      }
    }
    if (frames.size() > MOST_FRAMES) {
      int more = frames.size() - MOST_FRAMES;
      frames = new ArrayList<>(frames.subList(0, MOST_FRAMES));
      frames.add("… " + more + " more lines");
    }
    return new RunViewFailure(message, List.copyOf(frames));
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
