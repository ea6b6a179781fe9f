package dev.flowcell.engine;

import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.code.NotebookSources;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.testing.FakeClock;
import dev.flowcell.testing.RecordingOutput;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine in a cell, on a clock that only its waits move, and what it told. */
final class EngineFixture {

  final FakeClock clock = new FakeClock();
  final RecordingOutput output = new RecordingOutput();
  final CurrentCell cell = new CurrentCell(new RecordingOutput());
  final List<RunEvent> events = new CopyOnWriteArrayList<>();
  final List<Duration> waits = new CopyOnWriteArrayList<>();
  final Engine engine;

  final FakeTimer timer = new FakeTimer();
  final NotebookFake notebook = new NotebookFake();

  EngineFixture() {
    this.engine = with(this::waitAndAdvance);
  }

  EngineFixture(Sleeper sleeper) {
    this.engine = with(sleeper);
  }

  private Engine with(Sleeper sleeper) {
    beginCell(4, output);
    NotebookSources sources = new NotebookSources(notebook, new Definitions());
    return new Engine(cell, events::add, clock, sleeper, timer, notebook, sources, "", null);
  }

  void beginCell(int number, RecordingOutput its) {
    cell.begin(new CellSource("cell-" + number, number, "text"), its, CellInput.NONE);
  }

  private void waitAndAdvance(Duration duration) {
    waits.add(duration);
    clock.advance(duration);
  }

  static Task task(String name) {
    return task(name, RetryPolicy.NEVER);
  }

  static Task task(String name, RetryPolicy retry) {
    return new Task(name, List.of(), "the source", 3, new TaskOptions(retry, List.of(), ""));
  }

  static Flow flow(String name, Parameter... parameters) {
    return new Flow(name, List.of(parameters), "the source", 3, FlowOptions.NONE);
  }

  <R> R runTask(String name, Callable<R> body) throws Exception {
    return engine.call(task(name), List.of(), body);
  }

  <R> R runFlow(String name, Callable<R> body) throws Exception {
    return engine.call(flow(name), List.of(), body);
  }

  /** The task runs with all their states, in the order of their calls. */
  List<TaskRun> taskRuns() {
    return events.stream()
        .filter(RunEvent.TaskRunCreated.class::isInstance)
        .map(event -> ((RunEvent.TaskRunCreated) event).run())
        .map(this::whole)
        .toList();
  }

  TaskRun taskRun() {
    return taskRuns().get(0);
  }

  /** The flow runs with all their states, in the order of their calls. */
  List<FlowRun> flowRuns() {
    return events.stream()
        .filter(RunEvent.FlowRunCreated.class::isInstance)
        .map(event -> ((RunEvent.FlowRunCreated) event).run())
        .map(this::whole)
        .toList();
  }

  FlowRun flowRun() {
    return flowRuns().get(0);
  }

  List<LogLine> logs() {
    return events.stream()
        .filter(RunEvent.Logged.class::isInstance)
        .map(event -> ((RunEvent.Logged) event).line())
        .toList();
  }

  List<String> messages() {
    return logs().stream().map(LogLine::message).toList();
  }

  private TaskRun whole(TaskRun run) {
    TaskRun whole = run;
    for (RunEvent event : events) {
      if (event instanceof RunEvent.TaskRunChanged changed
          && changed.taskRunId().equals(run.id())) {
        whole = whole.with(changed.state());
      }
    }
    return whole;
  }

  private FlowRun whole(FlowRun run) {
    FlowRun whole = run;
    for (RunEvent event : events) {
      if (event instanceof RunEvent.FlowRunChanged changed
          && changed.flowRunId().equals(run.id())) {
        whole = whole.with(changed.state());
      }
    }
    return whole;
  }

  /** The names of a run's states in order. */
  static List<String> names(List<State> history) {
    return history.stream().map(State::name).toList();
  }
}
