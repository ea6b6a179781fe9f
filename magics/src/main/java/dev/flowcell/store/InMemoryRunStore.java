package dev.flowcell.store;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunTracker;
import dev.flowcell.run.RunTree;
import dev.flowcell.schedule.InMemorySchedules;
import dev.flowcell.schedule.OpenClaim;
import dev.flowcell.schedule.ScheduleStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps runs as long as the process lives, all of them. Thread-safe; keeps at once. */
public final class InMemoryRunStore implements RunStore {

  private final Map<String, FlowRun> flowRuns = new LinkedHashMap<>();
  private final List<LogLine> lines = new ArrayList<>();
  private final RunTracker trees = new RunTracker();
  private final ScheduleStore schedules = new InMemorySchedules(this::standing);
  private volatile Consumer<String> cancelListener = id -> {};

  @Override
  public synchronized void onEvent(RunEvent event) {
    trees.onEvent(event);
    if (event instanceof RunEvent.FlowRunCreated created) {
      flowRuns.put(created.run().id(), created.run());
    } else if (event instanceof RunEvent.FlowRunChanged changed) {
      flowRuns.computeIfPresent(
          changed.flowRunId(), (id, flowRun) -> flowRun.with(changed.state()));
    } else if (event instanceof RunEvent.Logged logged) {
      lines.add(logged.line());
    }
  }

  @Override
  public boolean flush(Duration atMost) {
    return true;
  }

  @Override
  public synchronized List<FlowRun> flowRuns(FlowRunQuery query) {
    return flowRuns.values().stream()
        .filter(query::matches)
        .sorted(Comparator.comparing(FlowRun::createdAt).thenComparing(FlowRun::id).reversed())
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized Optional<RunTree> find(String id) {
    return ShortIds.pick(id, flowRuns.keySet()).flatMap(trees::tree);
  }

  private List<FlowRun> children(String id) {
    return flowRuns.values().stream().filter(run -> id.equals(run.parentId())).toList();
  }

  @Override
  public synchronized List<LogLine> logs(LogQuery query) {
    Set<String> family = query.flowRunId() == null ? Set.of() : family(query.flowRunId());
    List<LogLine> matching =
        lines.stream()
            .filter(line -> query.flowRunId() == null || family.contains(line.flowRunId()))
            .filter(query::matches)
            .sorted(Comparator.comparing(LogLine::at))
            .toList();
    return matching.subList(Math.max(0, matching.size() - query.limit()), matching.size());
  }

  private Set<String> family(String id) {
    Set<String> family = new HashSet<>(Set.of(id));
    children(id).forEach(child -> family.addAll(family(child.id())));
    return family;
  }

  /** Tells the listener at once, on the calling thread. */
  @Override
  public void requestCancel(String flowRunId) {
    if (goesOn(flowRunId)) {
      cancelListener.accept(flowRunId);
    }
  }

  private synchronized boolean goesOn(String flowRunId) {
    FlowRun run = flowRuns.get(flowRunId);
    return run != null && !run.state().type().isTerminal();
  }

  @Override
  public void onCancelRequest(Consumer<String> listener) {
    cancelListener = listener;
  }

  @Override
  public ScheduleStore schedules() {
    return schedules;
  }

  private synchronized OpenClaim.Standing standing(String flowRunId) {
    FlowRun run = flowRuns.get(flowRunId);
    return OpenClaim.Standing.of(run == null ? null : run.state().type().name());
  }

  @Override
  public String describe() {
    return "memory";
  }

  /** Does nothing: the runs stay readable. */
  @Override
  public void close() {}
}
