package dev.flowcell.dashboard;

import dev.flowcell.run.StateType;
import dev.flowcell.store.RunCounts;
import java.util.Locale;

/** How many runs there are, as Prometheus reads it. */
final class Metrics {

  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private Metrics() {}

  static String of(RunCounts counts) {
    StringBuilder text = new StringBuilder();
    text.append("# HELP flowcell_flow_runs Flow runs that no other called, by type of state.\n");
    text.append("# TYPE flowcell_flow_runs gauge\n");
    for (StateType type : StateType.values()) {
      String state = type.name().toLowerCase(Locale.ROOT);
      text.append("flowcell_flow_runs{state=\"").append(state).append("\"} ");
      text.append(counts.of(type)).append('\n');
    }
    text.append("# HELP flowcell_flow_runs_late Scheduled flow runs whose time has passed.\n");
    text.append("# TYPE flowcell_flow_runs_late gauge\n");
    text.append("flowcell_flow_runs_late ").append(counts.late()).append('\n');
    return text.toString();
  }
}
