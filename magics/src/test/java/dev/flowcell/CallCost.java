package dev.flowcell;

import dev.flowcell.cell.CurrentCell;
import dev.flowcell.engine.Engine;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import dev.flowcell.live.LiveRuns;
import dev.flowcell.render.RunView;
import dev.flowcell.run.RunListener;
import dev.flowcell.testing.RecordingOutput;
import dev.flowcell.testing.UnusedEvaluator;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints what a task call costs whose body does nothing, over a whole flow call, in microseconds:
 * the engine alone, and with the live view. Run it by hand, on a quiet machine.
 */
final class CallCost {

  private static final int CALLS = 10_000;
  private static final int ROUNDS = 31;

  private final CurrentCell cell = new CurrentCell(new RecordingOutput());
  private final Task task = new Task("noop", List.of(), "source", 1, TaskOptions.NONE);
  private final Flow flow = new Flow("pipeline", List.of(), "source", 1, FlowOptions.NONE);

  private CallCost() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws Exception {
    CallCost cost = new CallCost();
    System.out.printf(
        Locale.ROOT, "engine alone        %.2f µs%n", cost.median(event -> {}, CALLS));
    try (LiveRuns live = new LiveRuns(cost.cell, RunView::render, Clock.systemUTC())) {
      System.out.printf(Locale.ROOT, "with the live view  %.2f µs%n", cost.median(live, CALLS));
      System.out.printf(
          Locale.ROOT, "a flow of one task  %.2f µs, shown live%n", cost.median(live, 1));
    }
  }

  private double median(RunListener listener, int calls) throws Exception {
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      rounds[round] = microsPerCall(listener, calls);
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  private double microsPerCall(RunListener listener, int calls) throws Exception {
    Engine engine =
        new Engine(cell, listener, Clock.systemUTC(), duration -> {}, new UnusedEvaluator());
    long start = System.nanoTime();
    engine.call(
        flow,
        List.of(),
        () -> {
          for (int i = 0; i < calls; i++) {
            engine.call(task, List.of(), () -> 1);
          }
          return "done";
        });
    return (System.nanoTime() - start) / 1000.0 / calls;
  }
}
