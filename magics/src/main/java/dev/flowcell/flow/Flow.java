package dev.flowcell.flow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A flow: a method, or the statements of a cell, whose call is a flow run.
 *
 * @param options what the magic line said
 */
public record Flow(
    String name, List<Parameter> parameters, String source, int cell, FlowOptions options)
    implements Definition {

  public Flow {
    parameters = List.copyOf(parameters);
  }

  @Override
  public RetryPolicy retry() {
    return options.retry();
  }

  @Override
  public Optional<Duration> timeout() {
    return options.timeout();
  }

  @Override
  public Hooks hooks() {
    return options.hooks();
  }

  @Override
  public String description() {
    return options.description();
  }

  @Override
  public String kind() {
    return "flow";
  }
}
