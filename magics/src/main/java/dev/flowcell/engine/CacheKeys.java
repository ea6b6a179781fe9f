package dev.flowcell.engine;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.code.Code;
import dev.flowcell.code.NotebookSources;
import dev.flowcell.flow.CachePolicy;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.Task;
import dev.flowcell.store.results.NotStorableException;
import dev.flowcell.store.results.Results;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a call has to have in common with an earlier one to be given its result. Thread-safe.
 *
 * <p>A variable of the notebook counts where it holds a number, text, enum or record of these,
 * which nothing can change but an assignment. Of any other only the content at the time of the call
 * could tell, which the code may well change while it runs.
 */
final class CacheKeys {

  private static final Set<Class<?>> SIMPLE =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class);

  /** Records within records: deeper ones are no settings of a notebook. */
  private static final int MOST_DEPTH = 8;

  private final Results results;
  private final Lineage lineage;
  private final NotebookSources sources;
  private final CellEvaluator evaluator;
  private final String notebook;

  /** The code that each task had when it was called first, by its name and head. */
  private final Map<String, String> firstCode = new ConcurrentHashMap<>();

  /**
   * @param notebook keeps results apart that are known by their task's name only; may be empty
   */
  CacheKeys(
      Results results,
      Lineage lineage,
      NotebookSources sources,
      CellEvaluator evaluator,
      String notebook) {
    this.results = results;
    this.lineage = lineage;
    this.sources = sources;
    this.evaluator = evaluator;
    this.notebook = notebook;
  }

  /**
   * The key of a call.
   *
   * @param arguments none of them futures
   * @throws NotStorableException when an argument is known neither by its content nor by the run
   *     that made it; the message names it
   */
  String of(Task task, CachePolicy policy, Code code, List<? extends @Nullable Object> arguments)
      throws NotStorableException {
    List<String> parts = new ArrayList<>();
    parts.add("task " + task.name());
    parts.add(code.head());
    parts.add(policy.source() ? "source " + code.digest() : whose(task, code));
    SortedSet<String> types = new TreeSet<>();
    if (policy.inputs()) {
      for (int i = 0; i < arguments.size(); i++) {
        Parameter parameter = task.parameters().get(Math.min(i, task.parameters().size() - 1));
        if (!policy.without().contains(parameter.name())) {
          parts.add("argument " + i + " " + known(arguments.get(i), types));
        }
      }
    }
    SortedSet<String> variables = new TreeSet<>(code.variables());
    if (policy.source() && !types.isEmpty()) {
      // what a parameter of type Object is given may be of a type that the code does not name
      Code given = sources.ofTypes(types);
      parts.add("types " + given.digest());
      variables.addAll(given.variables());
    }
    for (String name : variables) {
      Optional<Field> variable = evaluator.variable(name).filter(CacheKeys::counts);
      if (variable.isPresent()) {
        parts.add("variable " + name + " " + results.digest(valueOf(variable.get())));
      }
    }
    return Digests.of(parts);
  }

  /**
   * What tells a task from one of the same name in another notebook: that notebook's name or, where
   * nobody has told it, the code with which it began here.
   */
  private String whose(Task task, Code code) {
    return notebook.isEmpty()
        ? "code " + firstCode.computeIfAbsent(task.name() + " " + code.head(), t -> code.digest())
        : "notebook " + notebook;
  }

  private String known(@Nullable Object argument, Set<String> types) throws NotStorableException {
    try {
      Results.Content content = results.content(argument);
      types.addAll(content.types());
      return "content " + content.digest();
    } catch (NotStorableException e) {
      Optional<Lineage.Maker> maker = lineage.of(argument);
      if (maker.isEmpty()) {
        throw e;
      }
      return "made by " + maker.get().origin();
    }
  }

  /** The variables that the code reads and that do not count, each with its type. */
  List<String> leftOut(Code code) {
    List<String> leftOut = new ArrayList<>();
    for (String name : code.variables()) {
      evaluator
          .variable(name)
          .filter(variable -> !counts(variable))
          .ifPresent(variable -> leftOut.add(variable.getType().getSimpleName() + " " + name));
    }
    return leftOut;
  }

  /** By what it may hold, or else by what it holds now. */
  private static boolean counts(Field variable) {
    if (isSimple(variable.getType(), 0)) {
      return true;
    }
    Object value = valueOf(variable);
    return value != null && isSimple(value.getClass(), 0);
  }

  private static boolean isSimple(Class<?> type, int depth) {
    return type.isPrimitive()
        || SIMPLE.contains(type)
        || Enum.class.isAssignableFrom(type)
        || (type.isRecord()
            && depth < MOST_DEPTH
            && Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .allMatch(component -> isSimple(component, depth + 1)));
  }

  private static @Nullable Object valueOf(Field variable) {
    try {
      return variable.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // it is fit to be read
    }
  }
}
