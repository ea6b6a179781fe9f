package dev.flowcell.run;

/** Something that happened to a run. In one run they come in order. */
public sealed interface RunEvent {

  /** A flow was called. */
  record FlowRunCreated(FlowRun run) implements RunEvent {}

  /** A task was called. */
  record TaskRunCreated(TaskRun run) implements RunEvent {}

  /** A flow run reached a state. */
  record FlowRunChanged(String flowRunId, State state) implements RunEvent {}

  /** A task run reached a state. */
  record TaskRunChanged(String taskRunId, State state) implements RunEvent {}

  /** What a task run is about to return is stored; its state follows. */
  record TaskRunReturned(String taskRunId, StoredValue value) implements RunEvent {}

  /** A run wrote a line. */
  record Logged(LogLine line) implements RunEvent {}

  /** A run has something to look at. */
  record ArtifactAdded(Artifact artifact) implements RunEvent {}
}
