package dev.flowcell.flow;

/**
 * A parameter of a task or flow.
 *
 * @param type its type as it stands in the source, such as {@code Table} or {@code int...}
 * @param name its name
 */
public record Parameter(String type, String name) {

  @Override
  public String toString() {
    return type + " " + name;
  }
}
