package dev.flowcell.store.jdbc;

import dev.flowcell.run.Artifact;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one process. Holds the runs that have not ended, and writes each run once
 * per batch, however many events told of it. Not thread-safe; after a failure it knows nothing of
 * use any more.
 */
final class RunWriter {

  private final RunDatabase database;
  private final long process;
  private final FlowRunTable flowRuns;
  private final TaskRunTable taskRuns;
  private final LogTable logs;
  private final ArtifactTable artifacts;
  private final SourceTable sources;

  private final Map<String, Held<FlowRun>> flows = new HashMap<>();
  private final Map<String, Held<TaskRun>> tasks = new HashMap<>();
  private final List<Held<FlowRun>> changedFlows = new ArrayList<>();
  private final List<Held<TaskRun>> changedTasks = new ArrayList<>();
  private final List<LogLine> lines = new ArrayList<>();

  /** By id: of several in one batch the last is enough. */
  private final Map<String, Artifact> newArtifacts = new LinkedHashMap<>();

  /**
   * A writer that holds the unfinished runs of its process.
   *
   * @param process the key of the process
   */
  RunWriter(RunDatabase database, long process) throws SQLException {
    Jdbc jdbc = database.writer();
    this.database = database;
    this.process = process;
    flowRuns = new FlowRunTable(jdbc);
    taskRuns = new TaskRunTable(jdbc);
    logs = new LogTable(jdbc);
    artifacts = new ArtifactTable(jdbc);
    sources = new SourceTable(jdbc);
    flowRuns.unfinished(process).forEach(run -> flows.put(run.id(), new Held<>(run, true)));
    taskRuns.unfinished(process).forEach(run -> tasks.put(run.id(), new Held<>(run, true)));
  }

  /** Whether a run goes on, as far as the events told. */
  boolean hasUnfinished() {
    return !flows.isEmpty() || !tasks.isEmpty();
  }

  /** Writes what the events tell. A state of a run that nobody knows is left out. */
  void write(List<RunEvent> events) throws SQLException {
    for (RunEvent event : events) {
      take(event);
    }
    store();
  }

  /** Gives each run that has not ended one more state, and writes it. */
  void endAll(Function<Run, State> last) throws SQLException {
    for (Held<FlowRun> flow : List.copyOf(flows.values())) {
      changeFlow(flow, flow.run.with(last.apply(flow.run)));
    }
    for (Held<TaskRun> task : List.copyOf(tasks.values())) {
      changeTask(task, task.run.with(last.apply(task.run)));
    }
    store();
  }

  private void take(RunEvent event) throws SQLException {
    if (event instanceof RunEvent.TaskRunChanged changed) {
      Held<TaskRun> task = task(changed.taskRunId());
      if (task != null) {
        changeTask(task, task.run.with(changed.state()));
      }
    } else if (event instanceof RunEvent.TaskRunCreated created) {
      Held<TaskRun> task = new Held<>(created.run(), false);
      tasks.put(created.run().id(), task);
      changeTask(task, created.run());
    } else if (event instanceof RunEvent.Logged logged) {
      lines.add(logged.line());
    } else if (event instanceof RunEvent.TaskRunReturned returned) {
      Held<TaskRun> task = task(returned.taskRunId());
      if (task != null) {
        changeTask(task, task.run.with(returned.value()));
      }
    } else if (event instanceof RunEvent.FlowRunCreated created) {
      Held<FlowRun> flow = new Held<>(created.run(), false);
      flows.put(created.run().id(), flow);
      changeFlow(flow, created.run());
    } else if (event instanceof RunEvent.FlowRunChanged changed) {
      Held<FlowRun> flow = flow(changed.flowRunId());
      if (flow != null) {
        changeFlow(flow, flow.run.with(changed.state()));
      }
    } else if (event instanceof RunEvent.ArtifactAdded added) {
      newArtifacts.put(added.artifact().id(), added.artifact());
    }
  }

  /** A run in hand, or one that had ended, perhaps because this process was taken for dead. */
  private @Nullable Held<FlowRun> flow(String id) throws SQLException {
    Held<FlowRun> held = flows.get(id);
    if (held == null) {
      Optional<FlowRun> stored = flowRuns.withId(id);
      if (stored.isEmpty()) {
        return null;
      }
      held = new Held<>(stored.get(), true);
      flows.put(id, held);
    }
    return held;
  }

  private @Nullable Held<TaskRun> task(String id) throws SQLException {
    Held<TaskRun> held = tasks.get(id);
    if (held == null) {
      Optional<TaskRun> stored = taskRuns.withId(id);
      if (stored.isEmpty()) {
        return null;
      }
      held = new Held<>(stored.get(), true);
      tasks.put(id, held);
    }
    return held;
  }

  private void changeFlow(Held<FlowRun> flow, FlowRun run) {
    flow.run = run;
    if (!flow.isChanged) {
      flow.isChanged = true;
      changedFlows.add(flow);
    }
  }

  private void changeTask(Held<TaskRun> task, TaskRun run) {
    task.run = run;
    if (!task.isChanged) {
      task.isChanged = true;
      changedTasks.add(task);
    }
  }

  private void store() throws SQLException {
    Map<String, Long> keys = sources.keep(newSources());
    flowRuns.insert(runs(changedFlows, false), process, keys);
    flowRuns.update(runs(changedFlows, true), process);
    taskRuns.insert(runs(changedTasks, false), process, keys);
    taskRuns.update(runs(changedTasks, true), process);
    logs.insert(lines);
    artifacts.put(newArtifacts.values());
    database.changed(changedRuns());
    letGo(changedFlows, flows);
    letGo(changedTasks, tasks);
    lines.clear();
    newArtifacts.clear();
  }

  /** The flow runs that the batch tells of, and those that called them. */
  private Set<String> changedRuns() {
    Set<String> ids = new HashSet<>();
    changedFlows.forEach(flow -> addFamily(flow.run.id(), ids));
    changedTasks.forEach(task -> addFamily(task.run.flowRunId(), ids));
    lines.forEach(line -> addFamily(line.flowRunId(), ids));
    newArtifacts.values().forEach(artifact -> addFamily(artifact.flowRunId(), ids));
    return ids;
  }

  private void addFamily(@Nullable String flowRunId, Set<String> ids) {
    String id = flowRunId;
    while (id != null && ids.add(id)) {
      Held<FlowRun> held = flows.get(id);
      id = held == null ? null : held.run.parentId();
    }
  }

  private Set<String> newSources() {
    Set<String> texts = new LinkedHashSet<>();
    runs(changedFlows, false).forEach(run -> texts.add(run.source()));
    runs(changedTasks, false).forEach(run -> texts.add(run.source()));
    return texts;
  }

  private static <R extends Run> List<R> runs(List<Held<R>> changed, boolean stored) {
    List<R> runs = new ArrayList<>();
    for (Held<R> held : changed) {
      if (held.isStored == stored) {
        runs.add(held.run);
      }
    }
    return runs;
  }

  private static <R extends Run> void letGo(List<Held<R>> changed, Map<String, Held<R>> all) {
    for (Held<R> held : changed) {
      held.isStored = true;
      held.isChanged = false;
      if (held.run.state().type().isTerminal()) {
        all.remove(held.run.id());
      }
    }
    changed.clear();
  }

  /** A run in hand. */
  private static final class Held<R extends Run> {

    private R run;
    private boolean isStored;
    private boolean isChanged;

    Held(R run, boolean isStored) {
      this.run = run;
      this.isStored = isStored;
    }
  }
}
