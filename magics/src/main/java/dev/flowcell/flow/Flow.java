package dev.flowcell.flow;

import java.util.List;

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
  public String description() {
    return options.description();
  }

  @Override
  public String kind() {
    return "flow";
  }
}
