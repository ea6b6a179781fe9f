package dev.flowcell.flow;

/**
 * A parameter of a task or flow.
 *
 * @param type its type as it stands in the source, such as {@code Table} or {@code int...}
 * @param name its name
 */
public record Parameter(String type, String name) {

  /** The type as {@link Class#getSimpleName} tells it, but for type variables. */
  public String simpleType() {
    String erased = type.replaceAll("<.*>", "").replace("...", "[]").replaceAll("\\s", "");
    return erased.substring(erased.lastIndexOf('.') + 1);
  }

  @Override
  public String toString() {
    return type + " " + name;
  }
}
