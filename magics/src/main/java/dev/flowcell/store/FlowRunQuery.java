package dev.flowcell.store;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.State;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which flow runs.
 *
 * @param flow of that flow only, or null for all
 * @param state those in a state of that type or name only, in any case of letters, or null for all:
 *     {@code failed} is the type of Failed and TimedOut, {@code timedOut} the name of the latter
 * @param limit how many at most
 */
public record FlowRunQuery(@Nullable String flow, @Nullable String state, int limit) {

  /** Runs in any state. */
  public FlowRunQuery(@Nullable String flow, int limit) {
    this(flow, null, limit);
  }

  /** Whether a run is of the flow and in the state. */
  public boolean matches(FlowRun run) {
    return (flow == null || run.flow().equals(flow)) && (state == null || isIn(state, run.state()));
  }

  private static boolean isIn(String wanted, State state) {
    String key = wanted.toLowerCase(Locale.ROOT);
    return state.type().name().toLowerCase(Locale.ROOT).equals(key)
        || state.name().toLowerCase(Locale.ROOT).equals(key);
  }
}
