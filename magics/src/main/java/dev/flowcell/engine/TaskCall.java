package dev.flowcell.engine;

import dev.flowcell.code.Code;
import dev.flowcell.flow.Task;
import dev.flowcell.run.Run;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call of a task in this session. What it was given is at hand as the same objects, as long as
 * there is room for them. Immutable.
 *
 * @param task as it was declared then
 * @param runId the run that the call was
 * @param flowRunId the flow run whose code called, or null
 * @param number of the run among those of the task in its flow run
 * @param cell the execution count of the cell it was called from
 * @param startedAt when its first attempt began, or it ended without one
 * @param state the end of the run, or of the attempt that failed
 * @param given the arguments, futures among them
 * @param code what the task consisted of when that cell had ended; null while it goes on
 */
public record TaskCall(
    Task task,
    String runId,
    @Nullable String flowRunId,
    int number,
    int cell,
    Instant startedAt,
    State state,
    SoftReference<List<? extends @Nullable Object>> given,
    @Nullable Code code) {

  static TaskCall of(ActiveRun run, State state) {
    ActiveRun flow = run.flow();
    Instant began = run.began();
    return new TaskCall(
        (Task) run.definition,
        run.id,
        flow == null ? null : flow.id,
        run.number(),
        run.place.cell().number(),
        began == null ? state.at() : began,
        state,
        new SoftReference<>(run.arguments()),
        null);
  }

  TaskCall with(Code ofTask) {
    return new TaskCall(task, runId, flowRunId, number, cell, startedAt, state, given, ofTask);
  }

  /** The run, with no more of its history than that it began and how it ended. */
  public TaskRun run() {
    List<State> history = List.of(State.running(startedAt, 1), state);
    return new TaskRun(
        runId, task.name(), flowRunId, number, cell, task.source(), startedAt, history);
  }

  /** How a person names the run, such as {@code clean-2 (run 4f5e6a)}. */
  public String label() {
    return "%s-%d (run %s)".formatted(task.name(), number, Run.shortId(runId));
  }

  /** What it was given, futures resolved; empty when it is gone, or a future has failed. */
  public Optional<List<@Nullable Object>> arguments() {
    List<? extends @Nullable Object> arguments = given.get();
    return arguments == null
            || Futures.in(arguments).stream()
                .anyMatch(future -> !future.isDone() || future.isCompletedExceptionally())
        ? Optional.empty()
        : Optional.of(Futures.results(arguments));
  }

  /** Its arguments as one short line each, by the names of the parameters. */
  public Map<String, String> texts() {
    return ValueText.of(task.parameters(), arguments().orElse(List.of()));
  }
}
