package dev.flowcell.store;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.StateType;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How many flow runs there are.
 *
 * @param byType how many are in a state of each type; types that none is in are left out
 * @param late how many of those that are scheduled are late
 */
public record RunCounts(Map<StateType, Integer> byType, int late) {

  /** The name of the state of a run that should have begun. */
  public static final String LATE = "Late";

  /** None. */
  public static final RunCounts NONE = new RunCounts(Map.of(), 0);

  public RunCounts {
    Map<StateType, Integer> copy = new EnumMap<>(StateType.class);
    copy.putAll(byType);
    byType = Collections.unmodifiableMap(copy);
  }

  static RunCounts of(Collection<FlowRun> runs) {
    RunCounts counts = NONE;
    for (FlowRun run : runs) {
      counts = counts.and(run.state().type(), run.state().name(), 1);
    }
    return counts;
  }

  /** These and so many more in a state of that type and name. */
  public RunCounts and(StateType type, String name, int more) {
    Map<StateType, Integer> sums = new EnumMap<>(StateType.class);
    sums.putAll(byType);
    sums.merge(type, more, Integer::sum);
    return new RunCounts(sums, late + (name.equals(LATE) ? more : 0));
  }

  public int of(StateType type) {
    return byType.getOrDefault(type, 0);
  }

  public int total() {
    return byType.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Those that have begun and not ended. */
  public int running() {
    return of(StateType.RUNNING) + of(StateType.CANCELLING);
  }

  /** Those that failed or crashed. */
  public int failed() {
    return of(StateType.FAILED) + of(StateType.CRASHED);
  }

  /** The part from 0 to 1 of those that went well among those that ended well or failed. */
  public OptionalDouble successRate() {
    int completed = of(StateType.COMPLETED);
    int decided = completed + failed();
    return decided == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) completed / decided);
  }
}
