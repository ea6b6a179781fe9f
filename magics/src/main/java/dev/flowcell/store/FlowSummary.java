package dev.flowcell.store;

import dev.flowcell.run.FlowRun;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A flow by its runs.
 *
 * @param runs how many it has
 * @param last the newest of them
 * @param average how long those that ended took, or null where none has
 */
public record FlowSummary(String flow, int runs, FlowRun last, @Nullable Duration average) {

  /** How long a run took; empty where it goes on or never began. */
  static Optional<Duration> took(FlowRun run) {
    return run.startedAt().flatMap(start -> run.endedAt().map(end -> Duration.between(start, end)));
  }
}
