package dev.flowcell.engine;

import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks and flows of a session. Each definition gets a number that its compiled wrapper carries
 * for ever, so that code linked to an older definition still names that one. Thread-safe.
 */
public final class Definitions {

  private final List<Definition> byNumber = new ArrayList<>();
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, Flow> flows = new LinkedHashMap<>();

  /** Takes a definition; from now on its name means this one. Returns its number. */
  public synchronized int define(Definition definition) {
    byNumber.add(definition);
    if (definition instanceof Task task) {
      flows.remove(task.name());
      tasks.put(task.name(), task);
    } else if (definition instanceof Flow flow) {
      tasks.remove(flow.name());
      flows.put(flow.name(), flow);
    }
    return byNumber.size() - 1;
  }

  /** The definition of that number, which {@link #define} gave out. */
  public synchronized Definition byNumber(int number) {
    return byNumber.get(number);
  }

  public synchronized Optional<Task> task(String name) {
    return Optional.ofNullable(tasks.get(name));
  }

  public synchronized Optional<Flow> flow(String name) {
    return Optional.ofNullable(flows.get(name));
  }

  /** The tasks in the order they were first declared. */
  public synchronized List<Task> tasks() {
    return List.copyOf(tasks.values());
  }

  /** The flows in the order they were first declared. */
  public synchronized List<Flow> flows() {
    return List.copyOf(flows.values());
  }
}
