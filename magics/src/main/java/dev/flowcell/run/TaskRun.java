package dev.flowcell.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task, as far as it has come.
 *
 * @param id unique over all stores, ordered by time
 * @param task the task's name
 * @param flowRunId the flow run that called it, or null where it was called outside a flow
 * @param number its place among the runs of the same task in the same flow run, from 1
 * @param cell the execution count of the cell it was called from
 * @param source the task's source at that time
 * @param createdAt when it was called
 * @param call what its call is known by when the flow run is resumed, or null where nothing is
 * @param dependsOn the ids of the task runs whose results it was given, without repeats
 * @param result what it returned, once that is stored, or null
 * @param history its states, oldest first; never empty
 */
public record TaskRun(
    String id,
    String task,
    @Nullable String flowRunId,
    int number,
    int cell,
    String source,
    Instant createdAt,
    @Nullable CallKey call,
    List<String> dependsOn,
    @Nullable StoredValue result,
    List<State> history)
    implements Run {

  public TaskRun {
    dependsOn = List.copyOf(dependsOn);
    history = List.copyOf(history);
  }

  /** A run that is known by its id only and was given no other's result. */
  public TaskRun(
      String id,
      String task,
      @Nullable String flowRunId,
      int number,
      int cell,
      String source,
      Instant createdAt,
      List<State> history) {
    this(id, task, flowRunId, number, cell, source, createdAt, null, List.of(), null, history);
  }

  @Override
  public String name() {
    return task;
  }

  /** The same run, one state later. */
  public TaskRun with(State next) {
    List<State> longer = new ArrayList<>(history);
    longer.add(next);
    return with(result, longer);
  }

  /** The same run with what it returned. */
  public TaskRun with(StoredValue returned) {
    return with(returned, history);
  }

  /** The same run with that result and history. */
  TaskRun with(@Nullable StoredValue returned, List<State> states) {
    return new TaskRun(
        id, task, flowRunId, number, cell, source, createdAt, call, dependsOn, returned, states);
  }

  /** Its attempts so far, read from its history. */
  public List<Attempt> attempts() {
    return Attempt.in(history);
  }

  TaskRun withTexts(UnaryOperator<String> change) {
    return new TaskRun(
        id,
        task,
        flowRunId,
        number,
        cell,
        change.apply(source),
        createdAt,
        call,
        dependsOn,
        result,
        history.stream().map(state -> state.withTexts(change)).toList());
  }
}
