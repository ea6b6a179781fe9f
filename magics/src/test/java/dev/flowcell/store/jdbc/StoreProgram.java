package dev.flowcell.store.jdbc;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunEvent.FlowRunChanged;
import dev.flowcell.run.RunEvent.FlowRunCreated;
import dev.flowcell.run.RunEvent.Logged;
import dev.flowcell.run.RunEvent.TaskRunChanged;
import dev.flowcell.run.RunEvent.TaskRunCreated;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.RunStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A process of its own that tells a store of runs, and prints how many events it has told. */
final class StoreProgram {

  static final int TASKS = 3;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private StoreProgram() {}

  /** Starts one. What it prints to standard error is notices, and appears in the build. */
  static Process start(Path home, String url, String prefix, int runs) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            StoreProgram.class.getName(),
            home.toString(),
            url,
            prefix,
            Integer.toString(runs))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The number that the program has printed last, once it has printed so many or has ended. */
  static int awaitTold(BufferedReader output, int wanted) throws IOException {
    int told = 0;
    while (told < wanted) {
      String line = output.readLine();
      if (line == null) {
        return told;
      }
      told = Integer.parseInt(line);
    }
    return told;
  }

  public static void main(String[] arguments) {
    RunStore store =
        RunStores.open(Path.of(arguments[0]), arguments[1], notice -> System.err.println(notice));
    int told = 0;
    for (int run = 0; run < Integer.parseInt(arguments[3]); run++) {
      for (RunEvent event : events(arguments[2] + run)) {
        store.onEvent(event);
        System.out.println(++told);
      }
    }
  }

  /** What is told of the program's runs, in order. */
  static Stream<RunEvent> events(String prefix, int runs) {
    return IntStream.range(0, runs).boxed().flatMap(run -> events(prefix + run).stream());
  }

  /** A flow run of a few tasks, each with a failed attempt and some lines. */
  private static List<RunEvent> events(String id) {
    List<RunEvent> events = new ArrayList<>();
    List<State> pending = List.of(State.pending(NOON));
    events.add(
        new FlowRunCreated(
            new FlowRun(id, "f", null, Map.of("p", id), "", 1, "void f() {}", NOON, pending)));
    events.add(new FlowRunChanged(id, State.running(NOON, 1)));
    for (int i = 1; i <= TASKS; i++) {
      String task = id + "-" + i;
      events.add(
          new TaskRunCreated(new TaskRun(task, "t", id, i, 1, "void t() {}", NOON, pending)));
      events.add(new TaskRunChanged(task, State.running(NOON, 1)));
      events.add(new Logged(new LogLine(NOON, Level.INFO, "t", "one " + task, id, task, 1)));
      events.add(
          new TaskRunChanged(task, State.awaitingRetry(NOON, 1, NOON, "IOException: no", "at")));
      events.add(new TaskRunChanged(task, State.running(NOON, 2)));
      events.add(new Logged(new LogLine(NOON, Level.INFO, "t", "two " + task, id, task, 2)));
      events.add(new TaskRunChanged(task, State.completed(NOON, 2)));
    }
    events.add(new FlowRunChanged(id, State.completed(NOON, 1)));
    return events;
  }
}
