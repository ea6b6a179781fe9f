package dev.flowcell.render;

import dev.flowcell.run.FoldedRuns;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How many runs are in which state. */
final class RunViewTally {

  private final List<Part> parts = new ArrayList<>();

  private RunViewTally() {}

  /** The task runs of a tree, those that are folded among them. */
  static RunViewTally of(RunTree tree) {
    return of(tree.tasks(), tree.folded());
  }

  static RunViewTally of(List<? extends Run> runs) {
    return of(runs, List.of());
  }

  static RunViewTally of(List<? extends Run> runs, List<FoldedRuns> folded) {
    RunViewTally tally = new RunViewTally();
    runs.forEach(run -> tally.parts.add(new Part(run.state(), 1)));
    folded.forEach(some -> tally.parts.add(new Part(some.state(), some.count())));
    return tally;
  }

  /** How many there are. */
  int total() {
    return parts.stream().mapToInt(Part::count).sum();
  }

  /** Which part of them has ended. */
  double endedPart() {
    int ended =
        parts.stream().filter(part -> part.state.type().isTerminal()).mapToInt(Part::count).sum();
    return (double) ended / Math.max(1, total());
  }

  /** Whether all are in states of one type. */
  boolean isAlike() {
    return parts.stream().map(part -> part.state.type()).distinct().count() <= 1;
  }

  /** Such as {@code 5 task runs: 4 Completed, 1 Failed}. */
  String words(String noun) {
    Map<String, Integer> byState = new LinkedHashMap<>();
    parts.forEach(part -> byState.merge(RunViewLook.word(part.state), part.count, Integer::sum));
    int all = total();
    String total = RunViewSummary.count(all, noun);
    if (byState.size() == 1) {
      return total + ", " + (all == 1 ? "" : "all ") + byState.keySet().iterator().next();
    }
    return byState.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", ", total + ": ", ""));
  }

  /** How they stand together; one failure among many is told as that, not as if all had failed. */
  RunViewStanding standing() {
    State gravest = parts.get(0).state;
    for (Part part : parts) {
      gravest = gravity(part.state) > gravity(gravest) ? part.state : gravest;
    }
    StateType type = gravest.type();
    int alike =
        parts.stream().filter(part -> part.state.type() == type).mapToInt(Part::count).sum();
    int all = total();
    if (!type.isTerminal() || alike == all) {
      return RunViewStanding.of(gravest);
    }
    RunViewLook look = new RunViewLook(RunViewLook.of(gravest).sign(), RunViewLook.AMBER);
    String words = alike + " of " + all + " " + RunViewLook.word(gravest);
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

  private record Part(State state, int count) {}
}
