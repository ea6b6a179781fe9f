package dev.flowcell.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process that lives can run.
 *
 * @param processId whom to ask
 * @param notebook the notebook's file as far as it is known, else empty
 */
public record Offer(String processId, String notebook, List<Flow> flows) {

  public Offer {
    flows = List.copyOf(flows);
  }

  /** A flow that it can run. */
  public record Flow(String name, List<Parameter> parameters) {

    public Flow {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * A parameter of a flow.
   *
   * @param type its Java type as text
   * @param value what to begin with, such as the last argument, or null
   * @param choices the only values there are, such as the constants of an enum; empty for any
   */
  public record Parameter(String name, String type, @Nullable String value, List<String> choices) {

    public Parameter {
      choices = List.copyOf(choices);
    }

    /** A parameter of any value. */
    public Parameter(String name, String type, @Nullable String value) {
      this(name, type, value, List.of());
    }
  }
}
