package dev.flowcell.render;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs as the engine leaves them, at fixed times. */
final class SampleRuns {

  static final Instant START = Instant.parse("2026-03-01T12:03:04.100Z");

  static final String FRAMES =
      "    at cleanData (In [4], line 12)\n    at analysisPipeline (In [5], line 3)";

  private SampleRuns() {}

  static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  static FlowRun flow(String name, Map<String, String> parameters, State... history) {
    return new FlowRun(
        "01959c7e-flow-" + name + "a3f9c1",
        name,
        null,
        parameters,
        "exam-analysis.ipynb",
        5,
        "",
        START,
        List.of(history));
  }

  static TaskRun task(String name, int number, State... history) {
    String id = name + "-" + number;
    return new TaskRun(id, name, "flow", number, 5, "", history[0].at(), List.of(history));
  }

  static TaskRun completed(String name, int number, long from, long to) {
    return task(
        name,
        number,
        State.pending(at(from)),
        State.running(at(from), 1),
        State.completed(at(to), 1));
  }

  static LogLine line(long millis, Level level, String task, String message) {
    String id = task.isEmpty() ? null : task;
    return new LogLine(at(millis), level, "flowcell", message, "flow", id, 1);
  }

  static RunTree exam() {
    return new RunTree(
        flow(
            "analysisPipeline",
            Map.of(),
            State.pending(at(0)),
            State.running(at(0), 1),
            State.completed(at(1240), 1)),
        List.of(
            completed("loadData", 1, 2, 41),
            completed("cleanData", 1, 43, 162),
            completed("describeAndPlot", 1, 165, 1102),
            completed("runTTest", 1, 1105, 1220),
            completed("reportResults", 1, 1222, 1238)),
        List.of(),
        List.of(
            line(39, Level.INFO, "loadData-1", "Exam scores loaded successfully"),
            line(160, Level.INFO, "cleanData-1", "Data cleaned: 10 of 10 rows kept"),
            line(1100, Level.WARN, "describeAndPlot-1", "no font found, glyph outlines are used"),
            line(1219, Level.INFO, "runTTest-1", "T-test result: t=-8.07, p=0.0002"),
            line(1239, Level.INFO, "", "pipeline done")));
  }

  static TaskRun retrying(String name) {
    return task(
        name,
        1,
        State.pending(at(60)),
        State.running(at(60), 1),
        State.awaitingRetry(
            at(700), 1, at(3700), "java.io.IOException: the server said 503", FRAMES),
        State.running(at(3700), 2),
        State.awaitingRetry(
            at(4100), 2, at(7100), "java.io.IOException: the server said 503", FRAMES));
  }

  static RunTree waiting() {
    return new RunTree(
        flow(
            "analysisPipeline",
            Map.of("year", "2026", "source", "https://example.org/scores.csv"),
            State.pending(at(0)),
            State.running(at(0), 1)),
        List.of(
            completed("loadData", 1, 2, 55),
            retrying("cleanData"),
            task("audit", 1, State.pending(at(60)), State.running(at(61), 1)),
            task("publish", 1, State.pending(at(60)))),
        List.of(),
        List.of(
            line(39, Level.INFO, "loadData-1", "Exam scores loaded successfully"),
            line(702, Level.WARN, "cleanData-1", "attempt 1 of 4 failed, next in 3 s"),
            line(4102, Level.WARN, "cleanData-1", "attempt 2 of 4 failed, next in 3 s")));
  }

  static RunTree retriedThenCompleted() {
    List<State> history = new ArrayList<>(retrying("cleanData").history());
    history.add(State.running(at(7100), 3));
    history.add(State.completed(at(7400), 3));
    return new RunTree(
        flow("flaky", Map.of(), State.running(at(0), 1), State.completed(at(7460), 1)),
        List.of(
            completed("loadData", 1, 2, 55),
            task("cleanData", 1, history.toArray(State[]::new)),
            completed("report", 1, 7402, 7455)),
        List.of(),
        List.of(line(7390, Level.INFO, "cleanData-1", "third time lucky")));
  }

  static RunTree failed() {
    List<State> history = new ArrayList<>(retrying("cleanData").history());
    String message = "java.lang.IllegalStateException: column 'Score' has no numbers";
    history.add(State.running(at(7100), 3));
    history.add(State.failed(at(7300), 3, message, FRAMES));
    return new RunTree(
        flow(
            "analysisPipeline",
            Map.of("year", "2026"),
            State.pending(at(0)),
            State.running(at(0), 1),
            State.failed(at(7310), 1, message, FRAMES)),
        List.of(
            completed("loadData", 1, 2, 55), task("cleanData", 1, history.toArray(State[]::new))),
        List.of(),
        List.of(
            line(39, Level.INFO, "loadData-1", "Exam scores loaded successfully"),
            line(7290, Level.ERROR, "cleanData-1", "giving up")));
  }

  static RunTree nested() {
    RunTree failed = failed();
    return new RunTree(
        flow(
            "nightly",
            Map.of("day", "2026-03-01"),
            State.pending(at(0)),
            State.running(at(0), 1),
            State.completed(at(9000), 1)),
        List.of(completed("prepare", 1, 10, 900), completed("tidyUp", 1, 8000, 8990)),
        List.of(exam(), failed),
        List.of(line(7400, Level.WARN, "", "the second analysis failed, going on")));
  }

  static RunTree many(int count) {
    List<TaskRun> runs = new ArrayList<>();
    runs.add(completed("listFiles", 1, 1, 30));
    IntStream.rangeClosed(1, count - 2)
        .mapToObj(
            i ->
                i % 97 == 0
                    ? task(
                        "convert",
                        i,
                        State.running(at(30 + i * 8L), 1),
                        State.failed(at(35 + i * 8L), 1, "java.io.IOException: file " + i, FRAMES))
                    : completed("convert", i, 30 + i * 8L, 70 + i * 8L))
        .forEach(runs::add);
    runs.add(completed("merge", 1, count * 8L + 100, count * 8L + 400));
    return new RunTree(
        flow(
            "convertAll",
            Map.of(),
            State.running(at(0), 1),
            State.completed(at(count * 8L + 450), 1)),
        runs,
        List.of(),
        IntStream.rangeClosed(1, count - 2)
            .mapToObj(i -> line(40 + i * 8L, Level.INFO, "convert-" + i, "file " + i + " done"))
            .toList());
  }

  static RunTree hostile(String text) {
    State failed = new State(failedType(), text, text, at(900), 1, null, text + "\n" + text);
    return new RunTree(
        new FlowRun(
            text,
            text,
            null,
            Map.of(text, text),
            text,
            5,
            text,
            START,
            List.of(State.running(at(0), 1), failed)),
        List.of(task(text, 1, State.running(at(1), 1), failed), completed(text, 2, 2, 800)),
        List.of(),
        List.of(
            line(40, Level.ERROR, text + "-1", text),
            line(41, Level.INFO, "", text + "\n" + text)));
  }

  private static dev.flowcell.run.StateType failedType() {
    return dev.flowcell.run.StateType.FAILED;
  }

  static RunTree outside() {
    return new RunTree(
        null,
        List.of(outside(completed("loadData", 1, 2, 41))),
        List.of(),
        List.of(line(39, Level.INFO, "loadData-1", "Exam scores loaded successfully")));
  }

  /** The same run, called by a cell. */
  static TaskRun outside(TaskRun run) {
    return new TaskRun(
        run.id(),
        run.task(),
        null,
        run.number(),
        run.cell(),
        run.source(),
        run.createdAt(),
        run.history());
  }
}
