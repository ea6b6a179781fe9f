package dev.flowcell.store;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunTracker;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.StoredValue;
import dev.flowcell.run.TaskRun;
import dev.flowcell.schedule.InMemorySchedules;
import dev.flowcell.schedule.OpenClaim;
import dev.flowcell.schedule.ScheduleStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps runs as long as the process lives, all of them. Thread-safe; keeps at once. */
public final class InMemoryRunStore implements RunStore {

  private final String processId = UUID.randomUUID().toString();
  private final Map<String, FlowRun> flowRuns = new LinkedHashMap<>();
  private final Map<String, TaskRun> taskRuns = new LinkedHashMap<>();

  /** By their positions, from 1. */
  private final SortedMap<Long, LogLine> lines = new TreeMap<>();

  private long lastLine;
  private final RunTracker trees = new RunTracker();
  private final ScheduleStore schedules = new InMemorySchedules(this::standing);
  private final Map<String, RunRequest.Answer> answers = new HashMap<>();
  private final Watchers watchers;
  private @Nullable Offer offer;
  private volatile Consumer<String> cancelListener = id -> {};
  private volatile Consumer<RunRequest> requestListener = request -> {};

  public InMemoryRunStore() {
    this(new Watchers());
  }

  /**
   * A store that takes the place of another one.
   *
   * @param watchers those who watch
   */
  public InMemoryRunStore(Watchers watchers) {
    this.watchers = watchers;
  }

  @Override
  public void onEvent(RunEvent event) {
    take(event);
    watchers.tell(Set.of());
  }

  private synchronized void take(RunEvent event) {
    trees.onEvent(event);
    if (event instanceof RunEvent.FlowRunCreated created) {
      flowRuns.put(created.run().id(), created.run());
    } else if (event instanceof RunEvent.FlowRunChanged changed) {
      flowRuns.computeIfPresent(changed.flowRunId(), (id, run) -> run.with(changed.state()));
    } else if (event instanceof RunEvent.TaskRunCreated created) {
      taskRuns.put(created.run().id(), created.run());
    } else if (event instanceof RunEvent.TaskRunChanged changed) {
      taskRuns.computeIfPresent(changed.taskRunId(), (id, run) -> run.with(changed.state()));
    } else if (event instanceof RunEvent.TaskRunReturned returned) {
      taskRuns.computeIfPresent(returned.taskRunId(), (id, run) -> run.with(returned.value()));
    } else if (event instanceof RunEvent.Logged logged) {
      lines.put(++lastLine, logged.line());
    }
  }

  @Override
  public boolean flush(Duration atMost) {
    return true;
  }

  @Override
  public synchronized List<FlowRun> flowRuns(FlowRunQuery query) {
    FlowRun after = query.after() == null ? null : flowRuns.get(query.after());
    if (query.after() != null && after == null) {
      return List.of();
    }
    return flowRuns.values().stream()
        .filter(query::matches)
        .filter(run -> after == null || query.order().comparator().compare(run, after) > 0)
        .sorted(query.order().comparator())
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized RunCounts counts(FlowRunQuery query) {
    return RunCounts.of(flowRuns.values().stream().filter(query::matches).toList());
  }

  @Override
  public synchronized SortedMap<LocalDate, RunCounts> countsByDay(
      LocalDate first, LocalDate last, ZoneId zone) {
    SortedMap<LocalDate, RunCounts> days = new TreeMap<>();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      days.put(day, counts(FlowRunQuery.ofDay(day, zone)));
    }
    return days;
  }

  @Override
  public synchronized List<FlowSummary> flows() {
    SortedMap<String, List<FlowRun>> byFlow =
        flowRuns.values().stream()
            .collect(Collectors.groupingBy(FlowRun::flow, TreeMap::new, Collectors.toList()));
    return byFlow.values().stream().map(InMemoryRunStore::summary).toList();
  }

  @Override
  public synchronized List<String> flowNames() {
    return flowRuns.values().stream().map(FlowRun::flow).distinct().sorted().toList();
  }

  private static FlowSummary summary(List<FlowRun> runs) {
    FlowRun last = runs.stream().min(FlowRunQuery.Order.NEWEST.comparator()).orElseThrow();
    List<Duration> took = runs.stream().map(FlowSummary::took).flatMap(Optional::stream).toList();
    Duration sum = took.stream().reduce(Duration.ZERO, Duration::plus);
    return new FlowSummary(
        last.flow(), runs.size(), last, took.isEmpty() ? null : sum.dividedBy(took.size()));
  }

  @Override
  public synchronized Optional<RunTree> find(String id) {
    return ShortIds.pick(id, flowRuns.keySet()).flatMap(trees::tree);
  }

  @Override
  public synchronized Optional<FlowRun> flowRun(String id) {
    return Optional.ofNullable(flowRuns.get(id));
  }

  @Override
  public synchronized Optional<TaskRun> taskRun(String id) {
    return Optional.ofNullable(taskRuns.get(id));
  }

  @Override
  public synchronized List<Run> runs(Collection<String> ids) {
    List<Run> runs = new ArrayList<>();
    for (String id : ids) {
      flowRun(id).ifPresent(runs::add);
      taskRun(id).ifPresent(runs::add);
    }
    return runs;
  }

  private List<FlowRun> children(String id) {
    return flowRuns.values().stream().filter(run -> id.equals(run.parentId())).toList();
  }

  @Override
  public synchronized LogPage logPage(LogQuery query) {
    Set<String> family = query.flowRunId() == null ? Set.of() : family(query.flowRunId());
    long after = query.after() == null ? 0 : query.after();
    long before = query.before() == null ? Long.MAX_VALUE : query.before();
    List<Map.Entry<Long, LogLine>> matching =
        lines.subMap(after + 1, before).entrySet().stream()
            .filter(
                each -> query.flowRunId() == null || family.contains(each.getValue().flowRunId()))
            .filter(each -> query.flow() == null || isOf(query.flow(), each.getValue()))
            .filter(each -> query.matches(each.getValue()))
            .toList();
    boolean isCut = matching.size() > query.limit();
    int start = query.after() == null && isCut ? matching.size() - query.limit() : 0;
    int end = Math.min(matching.size(), start + query.limit());
    List<Map.Entry<Long, LogLine>> page = matching.subList(start, end);
    return new LogPage(
        page.stream().map(Map.Entry::getValue).toList(),
        start > 0 && !page.isEmpty() ? page.get(0).getKey() : 0,
        end < matching.size() && !page.isEmpty()
            ? page.get(page.size() - 1).getKey()
            : Math.min(lastLine, before - 1));
  }

  private boolean isOf(String flow, LogLine line) {
    FlowRun run = line.flowRunId() == null ? null : flowRuns.get(line.flowRunId());
    return run != null && run.flow().equals(flow);
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
  public Watch watch(Consumer<Set<String>> listener) {
    return watchers.add(listener);
  }

  /** Tells the listener at once, on the calling thread. */
  @Override
  public String requestRun(String process, String flow, String parametersJson) {
    return request(process, new RunRequest.Start(newId(), flow, parametersJson));
  }

  @Override
  public String requestResume(String process, String flowRunId) {
    return request(process, new RunRequest.Resume(newId(), flowRunId));
  }

  /** Asks a process, which is told at once, on the calling thread, if it is this one. */
  public String request(String process, RunRequest request) {
    if (process.equals(processId)) {
      requestListener.accept(request);
    }
    return request.id();
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  @Override
  public synchronized Optional<RunRequest.Answer> answer(String requestId) {
    return Optional.ofNullable(answers.get(requestId));
  }

  @Override
  public void onRequest(Consumer<RunRequest> listener) {
    requestListener = listener;
  }

  @Override
  public void answer(String requestId, RunRequest.Answer answer) {
    synchronized (this) {
      answers.put(requestId, answer);
    }
    watchers.tell(Set.of());
  }

  @Override
  public void offer(String notebook, List<Offer.Flow> flows) {
    synchronized (this) {
      offer = new Offer(processId, notebook, flows);
    }
    watchers.tell(Set.of());
  }

  @Override
  public synchronized List<Offer> offers() {
    return Stream.ofNullable(offer).toList();
  }

  @Override
  public Deleted delete(String flowRunId) {
    Deleted deleted;
    synchronized (this) {
      FlowRun run = flowRuns.get(flowRunId);
      if (run == null) {
        return Deleted.NOTHING;
      }
      Set<String> family = family(flowRunId);
      Deleted.check(run, family.stream().anyMatch(this::goesOn));
      deleted = delete(family, Set.of());
    }
    watchers.tell(Set.of());
    return deleted;
  }

  @Override
  public Deleted prune(Instant before, boolean dryRun) {
    Deleted deleted;
    synchronized (this) {
      Set<String> families = new HashSet<>();
      for (FlowRun run : flowRuns.values()) {
        Set<String> family = family(run.id());
        if (run.parentId() == null
            && run.createdAt().isBefore(before)
            && family.stream().noneMatch(this::goesOn)) {
          families.addAll(family);
        }
      }
      Set<String> tasks =
          taskRuns.values().stream()
              .filter(run -> run.flowRunId() == null && run.createdAt().isBefore(before))
              .filter(run -> run.state().type().isTerminal())
              .map(Run::id)
              .collect(Collectors.toSet());
      deleted = dryRun ? count(families, tasks) : delete(families, tasks);
    }
    watchers.tell(Set.of());
    return deleted;
  }

  private Deleted delete(Set<String> flows, Set<String> tasks) {
    Deleted deleted = count(flows, tasks);
    flowRuns.keySet().removeAll(flows);
    taskRuns.values().removeIf(run -> isOf(run, flows, tasks));
    lines.values().removeIf(line -> isOf(line, flows, tasks));
    flows.forEach(trees::forget);
    tasks.forEach(trees::forget);
    return deleted;
  }

  private Deleted count(Set<String> flows, Set<String> tasks) {
    List<TaskRun> gone = taskRuns.values().stream().filter(run -> isOf(run, flows, tasks)).toList();
    return new Deleted(
        flows.size(),
        gone.size(),
        lines.values().stream().filter(line -> isOf(line, flows, tasks)).count(),
        flows.stream()
            .flatMap(id -> trees.tree(id).stream())
            .mapToInt(tree -> tree.artifacts().size())
            .sum(),
        0,
        orphans(flows, gone));
  }

  /** The values in files that only these runs refer to. */
  private List<String> orphans(Set<String> flows, List<TaskRun> tasks) {
    Set<TaskRun> gone = Set.copyOf(tasks);
    Set<String> orphans =
        digests(flowRuns.values().stream().filter(run -> flows.contains(run.id())), tasks.stream());
    orphans.removeAll(
        digests(
            flowRuns.values().stream().filter(run -> !flows.contains(run.id())),
            taskRuns.values().stream().filter(run -> !gone.contains(run))));
    return orphans.stream().sorted().toList();
  }

  private static Set<String> digests(Stream<FlowRun> flows, Stream<TaskRun> tasks) {
    return Stream.concat(flows.map(FlowRun::arguments), tasks.map(TaskRun::result))
        .flatMap(Stream::ofNullable)
        .filter(value -> value.inline() == null)
        .map(StoredValue::digest)
        .collect(Collectors.toSet());
  }

  private static boolean isOf(TaskRun run, Set<String> flows, Set<String> tasks) {
    return run.flowRunId() == null ? tasks.contains(run.id()) : flows.contains(run.flowRunId());
  }

  private static boolean isOf(LogLine line, Set<String> flows, Set<String> tasks) {
    return line.flowRunId() == null
        ? line.taskRunId() != null && tasks.contains(line.taskRunId())
        : flows.contains(line.flowRunId());
  }

  @Override
  public String describe() {
    return "memory";
  }

  /** Does nothing: the runs stay readable. */
  @Override
  public void close() {}
}
