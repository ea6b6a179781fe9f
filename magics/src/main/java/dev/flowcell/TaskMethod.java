package dev.flowcell;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.engine.Definitions;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.Task;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A task with the compiled method behind it, or with the cell where it is a cell task. */
final class TaskMethod {

  /** Each can be widened to those behind it. */
  private static final List<Class<?>> WIDENING =
      List.of(byte.class, short.class, int.class, long.class, float.class, double.class);

  private final String name;
  private final Task task;
  private final @Nullable Method java;
  private final @Nullable Callable<?> cellBody;

  private TaskMethod(
      String name, Task task, @Nullable Method java, @Nullable Callable<?> cellBody) {
    this.name = name;
    this.task = task;
    this.java = java;
    this.cellBody = cellBody;
  }

  static TaskMethod of(String name, int number, Definitions definitions, CellEvaluator evaluator) {
    Task task = (Task) definitions.byNumber(number);
    if (definitions.isCellTask(number)) {
      return new TaskMethod(name, task, null, definitions.cellBody(number));
    }
    List<Method> methods =
        evaluator.methods(name + "$" + task.kind()).stream()
            .filter(method -> method.getParameterCount() == task.parameters().size())
            .toList();
    Method method =
        methods.size() == 1
            ? methods.get(0)
            : methods.stream()
                .filter(each -> isOf(task, each))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "the task " + name + " is not compiled; run its cell again"));
    return new TaskMethod(name, task, method, null);
  }

  /** Whether the types are called as the task's are. */
  private static boolean isOf(Task task, Method method) {
    Class<?>[] types = method.getParameterTypes();
    return IntStream.range(0, types.length)
        .allMatch(i -> task.parameters().get(i).simpleType().equals(types[i].getSimpleName()));
  }

  /** A cell's variables are the notebook's: it runs where it is called, and nowhere else. */
  void refuseCell() {
    if (cellBody != null) {
      throw new UnsupportedOperationException(
          "%s is a cell task and runs in its place only: write %s(), or make it a method"
              .formatted(name, name));
    }
  }

  Task task() {
    return task;
  }

  /**
   * Runs the user's code; what it throws comes out unchanged.
   *
   * @throws IllegalArgumentException when the result of a future does not fit
   */
  @SuppressWarnings("unchecked")
  <R extends @Nullable Object> R call(List<@Nullable Object> arguments) throws Exception {
    if (cellBody != null) {
      return (R) cellBody.call();
    }
    refuse(problem(arguments, false));
    try {
      return (R) method().invoke(null, packed(arguments));
    } catch (InvocationTargetException e) {
      throw unchanged(e.getTargetException());
    }
  }

  private Method method() {
    if (java == null) {
      throw new IllegalStateException(name + " is a cell task");
    }
    return java;
  }

  // What fits

  /** Whether it can be called so; a future counts as what it will be. */
  boolean takes(List<@Nullable Object> arguments) {
    return problem(arguments, true) == null;
  }

  /** Throws what is wrong with the arguments. */
  void check(List<@Nullable Object> arguments) {
    refuse(problem(arguments, true));
  }

  private static void refuse(@Nullable String problem) {
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Whether all that this takes could be given to the other, too. */
  boolean isAsSpecificAs(TaskMethod other) {
    Class<?>[] mine = types();
    Class<?>[] others = other.types();
    return this == other
        || mine.length == others.length
            && IntStream.range(0, mine.length).allMatch(i -> isAssignable(mine[i], others[i]));
  }

  private Class<?>[] types() {
    return java == null ? new Class<?>[0] : java.getParameterTypes();
  }

  private @Nullable String problem(List<@Nullable Object> arguments, boolean futures) {
    Class<?>[] types = types();
    boolean spread = isSpread(arguments);
    int fixed = spread ? types.length - 1 : types.length;
    if (spread ? arguments.size() < fixed : arguments.size() != fixed) {
      return "%s takes %s%d argument%s, not %d"
          .formatted(
              this,
              java != null && java.isVarArgs() ? "at least " : "",
              fixed,
              fixed == 1 ? "" : "s",
              arguments.size());
    }
    for (int i = 0; i < arguments.size(); i++) {
      boolean inTail = spread && i >= fixed;
      Class<?> type = inTail ? types[fixed].getComponentType() : types[i];
      Object argument = arguments.get(i);
      boolean later = futures && argument instanceof CompletableFuture;
      if (!later && !fits(type, argument)) {
        Parameter parameter = task.parameters().get(Math.min(i, types.length - 1));
        return "parameter %s of %s is of type %s and cannot be %s"
            .formatted(parameter.name(), name, parameter.type(), given(argument));
      }
    }
    return null;
  }

  /** Whether the last arguments are elements of the last parameter. */
  private boolean isSpread(List<@Nullable Object> arguments) {
    if (java == null || !java.isVarArgs()) {
      return false;
    }
    Class<?>[] types = java.getParameterTypes();
    int last = types.length - 1;
    boolean whole =
        arguments.size() == types.length
            && (arguments.get(last) == null || types[last].isInstance(arguments.get(last)));
    return !whole;
  }

  private @Nullable Object[] packed(List<@Nullable Object> arguments) {
    if (!isSpread(arguments)) {
      return arguments.toArray();
    }
    Class<?>[] types = types();
    int fixed = types.length - 1;
    Object tail = Array.newInstance(types[fixed].getComponentType(), arguments.size() - fixed);
    for (int i = fixed; i < arguments.size(); i++) {
      Array.set(tail, i - fixed, arguments.get(i));
    }
    @Nullable Object[] packed = Arrays.copyOf(arguments.subList(0, fixed).toArray(), types.length);
    packed[fixed] = tail;
    return packed;
  }

  private static boolean fits(Class<?> type, @Nullable Object argument) {
    if (argument == null) {
      return !type.isPrimitive();
    }
    return type.isPrimitive()
        ? isAssignable(MethodType.methodType(argument.getClass()).unwrap().returnType(), type)
        : type.isInstance(argument);
  }

  private static boolean isAssignable(Class<?> from, Class<?> to) {
    if (to.isAssignableFrom(from)
        || to.isAssignableFrom(MethodType.methodType(from).wrap().returnType())) {
      return true;
    }
    int at = from == char.class ? WIDENING.indexOf(short.class) : WIDENING.indexOf(from);
    return at >= 0 && WIDENING.indexOf(to) > at;
  }

  private static String given(@Nullable Object argument) {
    return argument == null ? "null" : "a " + typeOf(argument);
  }

  static String typeOf(@Nullable Object argument) {
    if (argument == null) {
      return "null";
    }
    String name = argument.getClass().getSimpleName();
    return name.isEmpty() ? argument.getClass().getName() : name;
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException unchanged(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** How it is called, such as {@code clean(Table raw)}. */
  @Override
  public String toString() {
    return task.parameters().stream()
        .map(Parameter::toString)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
