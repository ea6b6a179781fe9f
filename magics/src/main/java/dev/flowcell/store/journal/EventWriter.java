package dev.flowcell.store.journal;

import dev.flowcell.run.Artifact;
import dev.flowcell.run.CallKey;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.run.StoredValue;
import dev.flowcell.run.TaskRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into the frames of one segment. {@link EventReader} reads the same fields in the
 * same order. Enums are written by their ordinals, which a test holds to what version 1 wrote. Not
 * thread-safe.
 */
final class EventWriter {

  private final Bytes out = new Bytes();
  private final CRC32 checksum = new CRC32();

  /** The sources that the segment has: thousands of task runs share one. */
  private final Map<String, Integer> texts = new HashMap<>();

  /** Forgets which texts the segment has. */
  void forgetTexts() {
    texts.clear();
  }

  /** Each event's frame, before it that of its source where the segment has not got it yet. */
  Bytes frames(List<RunEvent> events) {
    out.clear();
    events.forEach(this::frame);
    return out;
  }

  private void frame(RunEvent event) {
    // in the order of how many there are
    if (event instanceof RunEvent.TaskRunChanged changed) {
      int frame = begin(Segment.TASK_RUN_CHANGED);
      out.text(changed.taskRunId());
      state(changed.state());
      end(frame);
    } else if (event instanceof RunEvent.TaskRunCreated created) {
      taskRunCreated(created.run());
    } else if (event instanceof RunEvent.Logged logged) {
      logged(logged.line());
    } else if (event instanceof RunEvent.TaskRunReturned returned) {
      int frame = begin(Segment.TASK_RUN_RETURNED);
      out.text(returned.taskRunId());
      value(returned.value());
      end(frame);
    } else if (event instanceof RunEvent.FlowRunChanged changed) {
      int frame = begin(Segment.FLOW_RUN_CHANGED);
      out.text(changed.flowRunId());
      state(changed.state());
      end(frame);
    } else if (event instanceof RunEvent.FlowRunCreated created) {
      flowRunCreated(created.run());
    } else if (event instanceof RunEvent.ArtifactAdded added) {
      artifactAdded(added.artifact());
    }
  }

  private void flowRunCreated(FlowRun run) {
    int source = textNumber(run.source());
    int frame = begin(Segment.FLOW_RUN_CREATED);
    out.text(run.id());
    out.text(run.flow());
    out.maybeText(run.parentId());
    map(run.parameters());
    out.text(run.notebook());
    out.varint(run.cell());
    out.varint(source);
    out.instant(run.createdAt());
    out.maybeText(run.resumes());
    maybeValue(run.arguments());
    states(run.history());
    out.varint(run.tags().size());
    run.tags().forEach(out::text);
    end(frame);
  }

  private void taskRunCreated(TaskRun run) {
    int source = textNumber(run.source());
    int frame = begin(Segment.TASK_RUN_CREATED);
    out.text(run.id());
    out.text(run.task());
    out.maybeText(run.flowRunId());
    out.varint(run.number());
    out.varint(run.cell());
    out.varint(source);
    out.instant(run.createdAt());
    CallKey call = run.call();
    out.int8(call == null ? 0 : 1);
    if (call != null) {
      out.text(call.digest());
      out.varint(call.occurrence());
    }
    out.varint(run.dependsOn().size());
    run.dependsOn().forEach(out::text);
    maybeValue(run.result());
    states(run.history());
    end(frame);
  }

  private void logged(LogLine line) {
    int frame = begin(Segment.LOGGED);
    out.instant(line.at());
    out.int8(line.level().ordinal());
    out.text(line.logger());
    out.text(line.message());
    out.maybeText(line.flowRunId());
    out.maybeText(line.taskRunId());
    out.varint(line.attempt());
    end(frame);
  }

  private void artifactAdded(Artifact artifact) {
    int frame = begin(Segment.ARTIFACT_ADDED);
    out.text(artifact.id());
    out.maybeText(artifact.flowRunId());
    out.maybeText(artifact.taskRunId());
    out.varint(artifact.attempt());
    out.int8(artifact.kind().ordinal());
    out.text(artifact.name());
    out.instant(artifact.at());
    map(artifact.content());
    end(frame);
  }

  private void map(Map<String, String> texts) {
    out.varint(texts.size());
    texts.forEach(
        (name, value) -> {
          out.text(name);
          out.text(value);
        });
  }

  private void states(List<State> states) {
    out.varint(states.size());
    states.forEach(this::state);
  }

  private void state(State state) {
    out.int8(state.type().ordinal());
    out.text(state.name());
    out.text(state.message());
    out.instant(state.at());
    out.varint(state.attempt());
    out.maybeInstant(state.next());
    out.text(state.detail());
  }

  private void maybeValue(@Nullable StoredValue value) {
    out.int8(value == null ? 0 : 1);
    if (value != null) {
      value(value);
    }
  }

  private void value(StoredValue value) {
    out.text(value.digest());
    out.varint(value.size());
    out.maybeBytes(value.inline());
  }

  private int textNumber(String text) {
    Integer known = texts.get(text);
    if (known != null) {
      return known;
    }
    int number = texts.size();
    int frame = begin(Segment.TEXT);
    out.varint(number);
    out.text(text);
    end(frame);
    texts.put(text, number);
    return number;
  }

  private int begin(int kind) {
    int frame = out.size();
    out.skip(Segment.FRAME_BYTES);
    out.int8(kind);
    return frame;
  }

  private void end(int frame) {
    int content = frame + Segment.FRAME_BYTES;
    int length = out.size() - content;
    checksum.reset();
    checksum.update(out.array(), content, length);
    out.array()[frame] = Segment.MARKER;
    out.int32(frame + 1, length);
    out.int32(frame + 5, (int) checksum.getValue());
  }
}
