package dev.flowcell.run;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds the trees of runs from their events, and keeps them until it is told to forget. Events of
 * runs it does not know are ignored. Thread-safe.
 */
public final class RunTracker implements RunListener {

  private final int logLines;
  private final int taskRuns;
  private final Map<String, FlowNode> flows = new HashMap<>();
  private final Map<String, TaskNode> tasks = new HashMap<>();

  /** Keeps everything. */
  public RunTracker() {
    this(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Keeps a part, however long a run goes on.
   *
   * @param logLines so many of the newest log lines of each flow run, and of each task run outside
   *     a flow; a line before them tells how many are missing
   * @param taskRuns so many of the first task runs of each flow run, all that go on, and as many of
   *     those that ended otherwise than well; the others are folded when they end
   */
  public RunTracker(int logLines, int taskRuns) {
    this.logLines = logLines;
    this.taskRuns = taskRuns;
  }

  @Override
  public synchronized void onEvent(RunEvent event) {
    if (event instanceof RunEvent.TaskRunChanged changed) {
      taskChanged(changed.taskRunId(), changed.state());
    } else if (event instanceof RunEvent.TaskRunCreated created) {
      taskCreated(created.run());
    } else if (event instanceof RunEvent.Logged logged) {
      logged(logged.line());
    } else if (event instanceof RunEvent.ArtifactAdded added) {
      artifactAdded(added.artifact());
    } else if (event instanceof RunEvent.TaskRunReturned returned) {
      taskReturned(returned.taskRunId(), returned.value());
    } else if (event instanceof RunEvent.FlowRunCreated created) {
      flowCreated(created.run());
    } else if (event instanceof RunEvent.FlowRunChanged changed) {
      flowChanged(changed.flowRunId(), changed.state());
    }
  }

  /** A flow run, top level or not, with all that belongs to it so far. */
  public synchronized Optional<RunTree> tree(String flowRunId) {
    return Optional.ofNullable(flows.get(flowRunId)).map(FlowNode::tree);
  }

  /** Task runs outside flows, with their lines; those it does not know are left out. */
  public synchronized RunTree outsideFlows(Collection<String> taskRunIds) {
    List<TaskRun> runs = new ArrayList<>();
    List<LogLine> lines = new ArrayList<>();
    List<Artifact> artifacts = new ArrayList<>();
    for (String id : taskRunIds) {
      TaskNode task = tasks.get(id);
      if (task != null && task.logs != null) {
        runs.add(task.run());
        task.logs.addTo(lines);
        artifacts.addAll(task.artifacts.values());
      }
    }
    return new RunTree(null, runs, List.of(), lines, List.of(), artifacts);
  }

  /** Drops a flow run with all that belongs to it, or a task run outside a flow. */
  public synchronized void forget(String runId) {
    tasks.remove(runId);
    FlowNode flow = flows.remove(runId);
    if (flow == null) {
      return;
    }
    flow.first.forEach(task -> tasks.remove(task.id()));
    tasks.keySet().removeAll(flow.later.keySet());
    List.copyOf(flow.subflows).forEach(subflow -> forget(subflow.run.id()));
    if (flow.parent != null) {
      flow.parent.subflows.remove(flow);
    }
  }

  private void flowCreated(FlowRun run) {
    FlowNode parent = run.parentId() == null ? null : flows.get(run.parentId());
    if (parent == null && run.parentId() != null) {
      return;
    }
    FlowNode flow = new FlowNode(run, parent, new Lines(logLines), taskRuns);
    flows.put(run.id(), flow);
    if (parent != null) {
      parent.subflows.add(flow);
    }
  }

  private void taskCreated(TaskRun run) {
    if (run.flowRunId() == null) {
      tasks.put(run.id(), new TaskNode(run, null, new Lines(logLines)));
      return;
    }
    FlowNode flow = flows.get(run.flowRunId());
    if (flow != null) {
      TaskNode task = new TaskNode(run, flow, null);
      tasks.put(run.id(), task);
      flow.add(task);
    }
  }

  private void flowChanged(String id, State state) {
    FlowNode flow = flows.get(id);
    if (flow != null) {
      flow.run = flow.run.with(state);
    }
  }

  private void taskChanged(String id, State state) {
    TaskNode task = tasks.get(id);
    if (task == null) {
      return;
    }
    task.history.add(state);
    if (state.type().isTerminal() && task.flow != null && task.flow.folds(task)) {
      tasks.remove(id);
    }
  }

  private void taskReturned(String id, StoredValue value) {
    TaskNode task = tasks.get(id);
    if (task != null) {
      task.result = value;
    }
  }

  private void logged(LogLine line) {
    FlowNode flow = line.flowRunId() == null ? null : flows.get(line.flowRunId());
    if (flow != null) {
      flow.logs.add(line);
      return;
    }
    TaskNode task = line.taskRunId() == null ? null : tasks.get(line.taskRunId());
    if (task != null && task.logs != null) {
      task.logs.add(line);
    }
  }

  private void artifactAdded(Artifact artifact) {
    FlowNode flow = artifact.flowRunId() == null ? null : flows.get(artifact.flowRunId());
    if (flow != null) {
      flow.artifacts = with(artifact, flow.artifacts);
      return;
    }
    TaskNode task = artifact.taskRunId() == null ? null : tasks.get(artifact.taskRunId());
    if (task != null && task.logs != null) {
      task.artifacts = with(artifact, task.artifacts);
    }
  }

  /** Most runs have none. */
  private static Map<String, Artifact> with(Artifact artifact, Map<String, Artifact> before) {
    Map<String, Artifact> artifacts = before.isEmpty() ? new LinkedHashMap<>() : before;
    artifacts.put(artifact.id(), artifact);
    return artifacts;
  }

  private static final class FlowNode {

    private FlowRun run;
    private final @Nullable FlowNode parent;
    private final Lines logs;
    private final int most;
    private final List<TaskNode> first = new ArrayList<>();
    private final Map<String, TaskNode> later = new LinkedHashMap<>();
    private int unwell;
    private final Map<List<Object>, FoldedRuns> folded = new LinkedHashMap<>();
    private final List<FlowNode> subflows = new ArrayList<>();
    private Map<String, Artifact> artifacts = Map.of();

    FlowNode(FlowRun run, @Nullable FlowNode parent, Lines logs, int most) {
      this.run = run;
      this.parent = parent;
      this.logs = logs;
      this.most = most;
    }

    void add(TaskNode task) {
      if (first.size() < most) {
        first.add(task);
      } else {
        later.put(task.id(), task);
      }
    }

    /** Folds an ended task run unless there is room to keep it. */
    boolean folds(TaskNode task) {
      if (!later.containsKey(task.id())) {
        return false;
      }
      TaskRun ended = task.run();
      State state = ended.state();
      if (state.type() != StateType.COMPLETED && unwell < most) {
        unwell++;
        return false;
      }
      later.remove(ended.id());
      folded.merge(
          List.of(ended.task(), state.type(), state.name()),
          FoldedRuns.of(ended),
          (before, one) -> before.and(ended));
      return true;
    }

    RunTree tree() {
      List<TaskRun> taskRuns = new ArrayList<>(first.size() + later.size());
      first.forEach(task -> taskRuns.add(task.run()));
      later.values().forEach(task -> taskRuns.add(task.run()));
      List<LogLine> lines = new ArrayList<>();
      logs.addTo(lines);
      List<RunTree> below = subflows.stream().map(FlowNode::tree).toList();
      return new RunTree(
          run,
          taskRuns,
          below,
          lines,
          List.copyOf(folded.values()),
          List.copyOf(artifacts.values()));
    }
  }

  private static final class TaskNode {

    private final TaskRun created;
    private final @Nullable FlowNode flow;
    private final List<State> history;
    private @Nullable StoredValue result;

    /** Outside a flow; within one they are the flow's, as its lines are. */
    private Map<String, Artifact> artifacts = Map.of();

    /** Its lines, outside a flow; within one they are the flow's. */
    private final @Nullable Lines logs;

    TaskNode(TaskRun created, @Nullable FlowNode flow, @Nullable Lines logs) {
      this.created = created;
      this.flow = flow;
      this.history = new ArrayList<>(created.history());
      this.result = created.result();
      this.logs = logs;
    }

    String id() {
      return created.id();
    }

    /** The run as far as it has come; made when asked for, which is seldom. */
    TaskRun run() {
      return created.with(result, history);
    }
  }

  /** The newest lines. */
  private static final class Lines {

    private final int most;
    private final Deque<LogLine> newest = new ArrayDeque<>(1);
    private long dropped;

    Lines(int most) {
      this.most = most;
    }

    void add(LogLine line) {
      newest.addLast(line);
      if (newest.size() > most) {
        newest.removeFirst();
        dropped++;
      }
    }

    void addTo(List<LogLine> lines) {
      if (dropped > 0) {
        lines.add(note(newest.getFirst()));
      }
      lines.addAll(newest);
    }

    private LogLine note(LogLine first) {
      Instant at = first.at();
      String text =
          String.format(
              Locale.ROOT, "%,d earlier lines are not shown here; %%flow logs has them", dropped);
      return new LogLine(
          at, Level.INFO, "flowcell", text, first.flowRunId(), null, first.attempt());
    }
  }
}
