package dev.flowcell.engine;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.flow.Definition;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls the notebook's methods that options name. A method is looked for when it is called: a later
 * cell may declare it, or declare it anew. Thread-safe.
 */
final class NotebookMethods {

  private final CellEvaluator evaluator;

  NotebookMethods(CellEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  /**
   * Asks the check of a task whether a result is good.
   *
   * @throws CheckFailedException when it is not, or the check throws
   * @throws CellErrorException when there is no such method, or none that can be asked so
   */
  void check(Definition task, String name, @Nullable Object result) {
    Method method = find(task, "--check", name, result, true);
    boolean good;
    try {
      good = Boolean.TRUE.equals(invoke(method, result));
    } catch (Exception | AssertionError e) {
      throw new CheckFailedException(
          "check " + name + " failed on the result of " + task.name(), e);
    }
    if (!good) {
      throw new CheckFailedException(
          "check " + name + " said no to the result of " + task.name(), null);
    }
  }

  /**
   * Asks whether what an attempt threw is worth another one.
   *
   * @throws CellErrorException when there is no such method, or none that can be asked so
   * @throws Exception what it throws
   */
  boolean isWorthRetrying(Definition definition, String name, Throwable thrown) throws Exception {
    return Boolean.TRUE.equals(invoke(find(definition, "--retry-on", name, thrown, true), thrown));
  }

  /**
   * Calls what follows the end of a run, with the value where it takes one.
   *
   * @throws CellErrorException when there is no such method, or none that can be called so
   * @throws Exception what it throws
   */
  void follow(Definition definition, String option, String name, @Nullable Object value)
      throws Exception {
    Method method = find(definition, option, name, value, false);
    if (method.getParameterCount() == 0) {
      invoke(method);
    } else {
      invoke(method, value);
    }
  }

  private Method find(
      Definition definition,
      String option,
      String name,
      @Nullable Object value,
      boolean isQuestion) {
    String subject = option + " " + name + " of " + definition.kind() + " " + definition.name();
    List<Method> named = evaluator.methods(name);
    if (named.isEmpty()) {
      String near = NearMatch.question(name, evaluator.methodNames(), "");
      throw wrong(subject + ": there is no method " + name + near);
    }
    return named.stream()
        .filter(method -> takes(method, value))
        .filter(method -> !isQuestion || isBoolean(method))
        .findFirst()
        .or(
            () ->
                named.stream()
                    .filter(method -> !isQuestion && method.getParameterCount() == 0)
                    .findFirst())
        .orElseThrow(() -> wrong(subject + ": " + misfit(named.get(0), value, isQuestion)));
  }

  private static boolean takes(Method method, @Nullable Object value) {
    if (method.getParameterCount() != 1) {
      return false;
    }
    Class<?> type = method.getParameterTypes()[0];
    return value == null
        ? !type.isPrimitive()
        : MethodType.methodType(type).wrap().returnType().isInstance(value);
  }

  private static boolean isBoolean(Method method) {
    return method.getReturnType() == boolean.class || method.getReturnType() == Boolean.class;
  }

  private static String misfit(Method method, @Nullable Object value, boolean isQuestion) {
    String parameters =
        Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", "));
    String taken = value == null ? "null" : value.getClass().getSimpleName();
    return "it is declared as "
        + method.getReturnType().getSimpleName()
        + " "
        + method.getName()
        + "("
        + parameters
        + "), but has to "
        + (isQuestion
            ? "return boolean and take one " + taken
            : "take one " + taken + " or nothing");
  }

  private static CellErrorException wrong(String message) {
    return new CellErrorException(CellError.of("OptionError", message));
  }

  private static @Nullable Object invoke(Method method, @Nullable Object... arguments)
      throws Exception {
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception exception ? exception : e;
    }
  }
}
