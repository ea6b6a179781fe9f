package dev.flowcell.magic;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.cell.Evaluation;
import dev.flowcell.dashboard.DashboardSwitch;
import dev.flowcell.engine.Definitions;
import dev.flowcell.engine.Engine;
import dev.flowcell.library.Libraries;
import dev.flowcell.render.value.Renderers;
import dev.flowcell.store.RunStore;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What magics work with.
 *
 * @param engine runs a cell task when its cell runs
 * @param definitions takes the tasks and flows that cells declare
 * @param store answers for runs of this and earlier sessions
 * @param evaluator runs the Java between the magics
 * @param cell the one that runs
 * @param renderers show values
 * @param libraries finds libraries and knows which have been added
 * @param clock tells the time
 * @param version Flowcell's own version
 * @param dashboard the page over the store, once it is asked for
 */
public record MagicContext(
    Engine engine,
    Definitions definitions,
    RunStore store,
    CellEvaluator evaluator,
    CurrentCell cell,
    Renderers renderers,
    Libraries libraries,
    Clock clock,
    String version,
    DashboardSwitch dashboard) {

  /** With a dashboard that is off, and no files of results. */
  public MagicContext(
      Engine engine,
      Definitions definitions,
      RunStore store,
      CellEvaluator evaluator,
      CurrentCell cell,
      Renderers renderers,
      Libraries libraries,
      Clock clock,
      String version) {
    this(
        engine,
        definitions,
        store,
        evaluator,
        cell,
        renderers,
        libraries,
        clock,
        version,
        new DashboardSwitch(store, null, clock));
  }

  /** Where output goes: below what runs have shown so far. */
  CellOutput output() {
    return engine.output();
  }

  /** Evaluates code in the place of the current cell. */
  Evaluation evaluate(String java) {
    return evaluator.evaluate(cell.source(), java);
  }

  /** The same with values that the code takes; see {@link GeneratedCode#given}. */
  Evaluation evaluate(String java, List<? extends @Nullable Object> values) {
    cell.give(values);
    try {
      return evaluate(java);
    } finally {
      cell.give(List.of());
    }
  }
}
