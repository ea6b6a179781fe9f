package dev.flowcell.run;

import java.util.function.UnaryOperator;

/** Something that happened to a run. In one run they come in order. */
public sealed interface RunEvent {

  /** The same event, with a change made to every text that user code may have had a part in. */
  RunEvent withTexts(UnaryOperator<String> change);

  /** A flow was called. */
  record FlowRunCreated(FlowRun run) implements RunEvent {
    @Override
    public RunEvent withTexts(UnaryOperator<String> change) {
      return new FlowRunCreated(run.withTexts(change));
    }
  }

  /** A task was called. */
  record TaskRunCreated(TaskRun run) implements RunEvent {
    @Override
    public RunEvent withTexts(UnaryOperator<String> change) {
      return new TaskRunCreated(run.withTexts(change));
    }
  }

  /** A flow run reached a state. */
  record FlowRunChanged(String flowRunId, State state) implements RunEvent {
    @Override
    public RunEvent withTexts(UnaryOperator<String> change) {
      return new FlowRunChanged(flowRunId, state.withTexts(change));
    }
  }

  /** A task run reached a state. */
  record TaskRunChanged(String taskRunId, State state) implements RunEvent {
    @Override
    public RunEvent withTexts(UnaryOperator<String> change) {
      return new TaskRunChanged(taskRunId, state.withTexts(change));
    }
  }

  /** What a task run is about to return is stored; its state follows. */
  record TaskRunReturned(String taskRunId, StoredValue value) implements RunEvent {
    @Override
    public RunEvent withTexts(UnaryOperator<String> change) {
      return this;
    }
  }

  /** A run wrote a line. */
  record Logged(LogLine line) implements RunEvent {
    @Override
    public RunEvent withTexts(UnaryOperator<String> change) {
      return new Logged(line.withTexts(change));
    }
  }

  /** A run has something to look at. */
  record ArtifactAdded(Artifact artifact) implements RunEvent {
    @Override
    public RunEvent withTexts(UnaryOperator<String> change) {
      return new ArtifactAdded(artifact.withTexts(change));
    }
  }
}
