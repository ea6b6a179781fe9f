package dev.flowcell.dashboard;

import dev.flowcell.run.Artifact;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.run.StoredValue;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.RunStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Runs for a dashboard to show. */
final class Runs {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Runs() {}

  /** A flow run that goes on. */
  static void running(RunStore store, String id, String flow) {
    store.onEvent(new RunEvent.FlowRunCreated(flowRun(id, flow, "year", "2026")));
    store.onEvent(new RunEvent.FlowRunChanged(id, State.running(NOON.plusMillis(5), 1)));
  }

  static void completed(RunStore store, String id, String flow) {
    running(store, id, flow);
    store.onEvent(new RunEvent.FlowRunChanged(id, State.completed(NOON.plusSeconds(9), 1)));
  }

  /** A completed flow run whose task run has returned a value. */
  static void returned(RunStore store, String id, StoredValue value) {
    running(store, id, "exam");
    String taskId = id + "-T";
    store.onEvent(
        new RunEvent.TaskRunCreated(
            new TaskRun(taskId, "load", id, 1, 1, "", NOON, List.of(State.pending(NOON)))));
    store.onEvent(new RunEvent.TaskRunChanged(taskId, State.running(NOON, 1)));
    store.onEvent(new RunEvent.TaskRunReturned(taskId, value));
    store.onEvent(new RunEvent.TaskRunChanged(taskId, State.completed(NOON.plusSeconds(1), 1)));
    store.onEvent(new RunEvent.FlowRunChanged(id, State.completed(NOON.plusSeconds(1), 1)));
  }

  static void failed(RunStore store, String id, String flow) {
    running(store, id, flow);
    State failed = State.failed(NOON.plusSeconds(2), 1, "IOException: no", "at In [3], line 1");
    store.onEvent(new RunEvent.FlowRunChanged(id, failed));
  }

  static void line(RunStore store, String flowRunId, String message) {
    store.onEvent(
        new RunEvent.Logged(
            new LogLine(NOON.plusSeconds(1), Level.INFO, "log", message, flowRunId, null, 1)));
  }

  /** A failed flow run, with a task run, in which every text is this one. */
  static void madeOf(RunStore store, String id, String text) {
    store.onEvent(new RunEvent.FlowRunCreated(flowRun(id, text, text, text)));
    store.onEvent(new RunEvent.FlowRunChanged(id, State.running(NOON, 1)));
    String taskId = id + "-T";
    List<State> pending = List.of(State.pending(NOON));
    TaskRun task = new TaskRun(taskId, text, id, 1, 1, text, NOON, pending);
    State failed = State.failed(NOON.plusSeconds(2), 1, text, text);
    store.onEvent(new RunEvent.TaskRunCreated(task));
    store.onEvent(new RunEvent.TaskRunChanged(taskId, State.running(NOON, 1)));
    store.onEvent(new RunEvent.Logged(new LogLine(NOON, Level.WARN, text, text, id, taskId, 1)));
    store.onEvent(
        new RunEvent.ArtifactAdded(
            new Artifact(
                id + "-A",
                id,
                taskId,
                1,
                Artifact.Kind.LINK,
                text,
                NOON,
                Map.of(Artifact.ADDRESS, "https://example.org/" + text, Artifact.TEXT, text))));
    store.onEvent(new RunEvent.TaskRunChanged(taskId, failed));
    store.onEvent(new RunEvent.FlowRunChanged(id, failed));
  }

  private static FlowRun flowRun(String id, String flow, String parameter, String value) {
    return new FlowRun(
        id,
        flow,
        null,
        Map.of(parameter, value),
        "exam.ipynb",
        4,
        "void f() {}",
        NOON,
        List.of(State.pending(NOON)));
  }
}
