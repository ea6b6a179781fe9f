package dev.flowcell.store.journal;

import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
