package dev.flowcell.flow;

import java.util.List;

/**
 * A task: a method, or the statements of a cell, whose calls are tracked.
 *
 * @param options what the magic line said
 */
public record Task(
    String name, List<Parameter> parameters, String source, int cell, TaskOptions options)
    implements Definition {

  public Task {
    parameters = List.copyOf(parameters);
  }

  @Override
  public RetryPolicy retry() {
    return options.retry();
  }

  @Override
  public String description() {
    return options.description();
  }

  @Override
  public String kind() {
    return "task";
  }
}
