package dev.flowcell.store.journal;

import dev.flowcell.run.CallKey;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.run.StoredValue;
import dev.flowcell.run.TaskRun;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small events for tests, and how to read them. */
final class Events {

  static final Instant AT = Instant.parse("2026-11-23T01:02:03.000000004Z");

  private Events() {}

  static RunEvent line(String message) {
    return new RunEvent.Logged(
        new LogLine(AT, Level.INFO, LogLine.STDOUT, message, "flow-run", null, 1));
  }

  static RunEvent task(String id, String source) {
    return new RunEvent.TaskRunCreated(
        new TaskRun(id, "task", "flow-run", 1, 3, source, AT, List.of(State.pending(AT))));
  }

  /** Every kind of event, state and level; never to be changed, a file of version 1 holds them. */
  static List<RunEvent> oneOfEachKind() {
    StoredValue value = new StoredValue("digest", 5, new byte[] {-2, -1, 0, 1, 2});
    State pending = State.pending(AT);
    List<RunEvent> events = new ArrayList<>();
    events.add(
        new RunEvent.FlowRunCreated(
            new FlowRun(
                "flow-run",
                "flow",
                "parent",
                Map.of("größe", "½ \ud83d"),
                "a.ipynb",
                3,
                "flow source",
                AT,
                "resumed",
                value,
                List.of(pending))));
    events.add(
        new RunEvent.TaskRunCreated(
            new TaskRun(
                "task-run",
                "task",
                "flow-run",
                300,
                3,
                "task source",
                AT,
                new CallKey("key", 2),
                List.of("other-run", "another-run"),
                value,
                List.of(pending, State.running(AT, 1)))));
    events.add(new RunEvent.TaskRunReturned("task-run", new StoredValue("digest", 1L << 40, null)));
    for (StateType type : StateType.values()) {
      State state = new State(type, "Name", "message", AT, 1, AT.plusSeconds(1), "detail");
      events.add(new RunEvent.TaskRunChanged("task-run", state));
      events.add(new RunEvent.FlowRunChanged("flow-run", state));
    }
    for (Level level : Level.values()) {
      events.add(
          new RunEvent.Logged(
              new LogLine(AT, level, LogLine.STDERR, "line\nend", "flow-run", "task-run", 2)));
    }
    return events;
  }

  /** The message of a line, the id of a task run. */
  static String text(RunEvent event) {
    if (event instanceof RunEvent.Logged logged) {
      return logged.line().message();
    }
    if (event instanceof RunEvent.TaskRunCreated created) {
      return created.run().id();
    }
    throw new AssertionError(event);
  }

  static List<String> texts(List<RunEvent> events) {
    return events.stream().map(Events::text).toList();
  }

  static List<RunEvent> all(AbandonedJournal journal) throws IOException {
    return all(journal::read, Position.START, 1 << 16);
  }

  static List<RunEvent> all(Journal journal) throws IOException {
    return all(journal::read, Position.START, 1 << 16);
  }

  static List<RunEvent> all(Reading reading, Position from, int maxBytes) throws IOException {
    List<RunEvent> events = new ArrayList<>();
    for (Batch batch = reading.read(from, maxBytes);
        !batch.events().isEmpty();
        batch = reading.read(batch.end(), maxBytes)) {
      events.addAll(batch.events());
    }
    return events;
  }

  /** What both kinds of journals can. */
  interface Reading {
    Batch read(Position from, int maxBytes) throws IOException;
  }
}
