package dev.flowcell;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.engine.Definitions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tasks that one name calls: mostly one, several where the method is overloaded. */
final class TaskMethods {

  private final String name;
  private final List<TaskMethod> all;

  private TaskMethods(String name, List<TaskMethod> all) {
    this.name = name;
    this.all = all;
  }

  /**
   * Those that are declared now, as they are linked now.
   *
   * @throws IllegalArgumentException when there is no such task
   */
  static TaskMethods of(String name, Definitions definitions, CellEvaluator evaluator) {
    List<TaskMethod> all = new ArrayList<>(1);
    for (int number : definitions.tasksOfMethod(name)) {
      all.add(TaskMethod.of(name, number, definitions, evaluator));
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no task " + name + "; %task list shows those there are");
    }
    return new TaskMethods(name, all);
  }

  /** The name of the method of a task that is called or shown so; where there is none, the same. */
  static String methodName(String name, Definitions definitions) {
    if (!definitions.tasksOfMethod(name).isEmpty()) {
      return name;
    }
    return definitions.signatureOf(name).map(s -> s.substring(0, s.indexOf('('))).orElse(name);
  }

  /**
   * The one that takes these arguments, as the compiler would choose it.
   *
   * @throws IllegalArgumentException when none does, or several do equally well
   */
  TaskMethod fitting(List<@Nullable Object> arguments) {
    if (all.size() == 1) {
      all.get(0).check(arguments);
      return all.get(0);
    }
    List<TaskMethod> fitting = all.stream().filter(one -> one.takes(arguments)).toList();
    List<TaskMethod> best =
        fitting.stream().filter(one -> fitting.stream().allMatch(one::isAsSpecificAs)).toList();
    if (best.size() == 1) {
      return best.get(0);
    }
    String given =
        arguments.stream().map(TaskMethod::typeOf).collect(Collectors.joining(", ", "(", ")"));
    throw new IllegalArgumentException(
        fitting.isEmpty()
            ? "no " + name + " takes " + given + ": there is " + describe(all)
            : given + " could be meant for each of " + describe(fitting));
  }

  /** How they are called. */
  String describe() {
    return describe(all);
  }

  private static String describe(List<TaskMethod> methods) {
    return methods.stream().map(TaskMethod::toString).collect(Collectors.joining(", "));
  }
}
