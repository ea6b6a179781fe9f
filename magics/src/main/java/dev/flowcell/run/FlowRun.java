package dev.flowcell.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One run of a flow, as far as it has come.
 *
 * @param id unique over all stores, ordered by time
 * @param flow the flow's name
 * @param parentId the flow run that called it, or null
 * @param parameters the arguments as text, in the order of the parameters
 * @param notebook the notebook's file as far as it is known, else empty
 * @param cell the execution count of the cell that started it
 * @param source the flow's source at that time
 * @param createdAt when it was called
 * @param resumes the flow run that it resumes, or null
 * @param arguments its arguments as a list, where they could be stored, or null
 * @param tags words to find it by
 * @param history its states, oldest first; never empty
 */
public record FlowRun(
    String id,
    String flow,
    @Nullable String parentId,
    Map<String, String> parameters,
    String notebook,
    int cell,
    String source,
    Instant createdAt,
    @Nullable String resumes,
    @Nullable StoredValue arguments,
    List<String> tags,
    List<State> history)
    implements Run {

  public FlowRun {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    tags = List.copyOf(tags);
    history = List.copyOf(history);
  }

  /** A run without tags. */
  public FlowRun(
      String id,
      String flow,
      @Nullable String parentId,
      Map<String, String> parameters,
      String notebook,
      int cell,
      String source,
      Instant createdAt,
      @Nullable String resumes,
      @Nullable StoredValue arguments,
      List<State> history) {
    this(
        id,
        flow,
        parentId,
        parameters,
        notebook,
        cell,
        source,
        createdAt,
        resumes,
        arguments,
        List.of(),
        history);
  }

  /** A run that resumes none and whose arguments are known as text only. */
  public FlowRun(
      String id,
      String flow,
      @Nullable String parentId,
      Map<String, String> parameters,
      String notebook,
      int cell,
      String source,
      Instant createdAt,
      List<State> history) {
    this(id, flow, parentId, parameters, notebook, cell, source, createdAt, null, null, history);
  }

  @Override
  public String name() {
    return flow;
  }

  /** Whether it began, or is still to begin, well after the time that it was due. */
  public boolean isLate() {
    return history.stream().anyMatch(state -> state.name().equals(State.LATE));
  }

  /** The same run, one state later. */
  public FlowRun with(State next) {
    List<State> longer = new ArrayList<>(history);
    longer.add(next);
    return with(tags, longer);
  }

  /** The same run with these tags. */
  public FlowRun with(List<String> words) {
    return with(words, history);
  }

  private FlowRun with(List<String> words, List<State> states) {
    return new FlowRun(
        id,
        flow,
        parentId,
        parameters,
        notebook,
        cell,
        source,
        createdAt,
        resumes,
        arguments,
        words,
        states);
  }

  FlowRun withTexts(UnaryOperator<String> change) {
    Map<String, String> texts = new LinkedHashMap<>();
    parameters.forEach((name, text) -> texts.put(name, change.apply(text)));
    return new FlowRun(
        id,
        flow,
        parentId,
        texts,
        notebook,
        cell,
        change.apply(source),
        createdAt,
        resumes,
        arguments,
        tags,
        history.stream().map(state -> state.withTexts(change)).toList());
  }
}
