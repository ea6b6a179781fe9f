package dev.flowcell.engine;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.code.MethodDefinitions;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.Task;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks and flows of a session. Each definition gets a number that its compiled wrapper carries
 * for ever, so that code linked to an older definition still names that one. Thread-safe.
 *
 * <p>A definition begins as {@link #prepare prepared}, because its number must stand in code that
 * the compiler has not seen yet, and counts once it is {@link #accept accepted}. It is known by its
 * signature, what a call of it looks like, so that overloads are definitions of their own.
 */
public final class Definitions implements MethodDefinitions {

  // read at every call of a task, from many threads; written once per declaration
  private final List<Entry> byNumber = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> accepted = new LinkedHashMap<>();
  private long edition;

  /**
   * Gives a definition a number; nothing else finds it yet.
   *
   * @param signature the method's name and parameter types, as {@link #signature} writes them
   * @param cellBody runs a cell task's statements; null for a method
   */
  public synchronized int prepare(
      Definition definition, String signature, @Nullable Callable<?> cellBody) {
    byNumber.add(new Entry(definition, signature, cellBody));
    return byNumber.size() - 1;
  }

  /** From now on the signature means the definition of that number. */
  public synchronized void accept(int number) {
    accepted.put(byNumber.get(number).signature, number);
    edition++;
  }

  /** Prepares and accepts a definition that is called by its own name. Returns its number. */
  public synchronized int define(Definition definition, @Nullable Callable<?> cellBody) {
    int number = prepare(definition, signature(definition), cellBody);
    accept(number);
    return number;
  }

  /** Forgets what is called so: it has become an ordinary method. Its number stays. */
  public synchronized void forget(String signature) {
    accepted.remove(signature);
    edition++;
  }

  /** The definition of that number. */
  public Definition byNumber(int number) {
    return byNumber.get(number).definition;
  }

  /** What calls of the definition of that number look like. */
  public String signature(int number) {
    return byNumber.get(number).signature;
  }

  /** What runs the statements of the cell task of that number. */
  public Callable<?> cellBody(int number) {
    Callable<?> body = byNumber.get(number).cellBody;
    if (body == null) {
      throw new IllegalArgumentException(byNumber(number).name() + " is not a cell task");
    }
    return body;
  }

  /** Whether that number is a cell task's or cell flow's. */
  public boolean isCellTask(int number) {
    return byNumber.get(number).cellBody != null;
  }

  /**
   * The numbers of the tasks that a method of that name calls, overloads in the order they were
   * first declared.
   */
  public synchronized List<Integer> tasksOfMethod(String name) {
    return accepted.values().stream()
        .filter(number -> byNumber(number) instanceof Task)
        .filter(number -> byNumber.get(number).signature.startsWith(name + "("))
        .toList();
  }

  @Override
  public synchronized long edition() {
    return edition;
  }

  @Override
  public synchronized List<Definition> ofMethod(String name) {
    return accepted.entrySet().stream()
        .filter(each -> each.getKey().startsWith(name + "("))
        .map(each -> byNumber(each.getValue()))
        .toList();
  }

  /** The signature of the task whose runs are shown by that name, the one declared last. */
  public synchronized Optional<String> signatureOf(String name) {
    return last(
        accepted.entrySet().stream()
            .filter(each -> byNumber(each.getValue()) instanceof Task)
            .filter(each -> byNumber(each.getValue()).name().equals(name))
            .map(Map.Entry::getKey));
  }

  /** The name of the method that calls a definition, which may be shown by another one. */
  public synchronized String methodOf(Definition definition) {
    return accepted.entrySet().stream()
        .filter(each -> byNumber(each.getValue()).equals(definition))
        .map(each -> each.getKey().substring(0, each.getKey().indexOf('(')))
        .findFirst()
        .orElse(definition.name());
  }

  /**
   * The method by which a definition is called, as it is compiled now: static, fit to be called.
   *
   * @return empty where its cell has to be run again
   */
  public Optional<Method> compiled(Definition definition, CellEvaluator evaluator) {
    List<Parameter> parameters = definition.parameters();
    List<Method> methods =
        evaluator.methods(methodOf(definition)).stream()
            .filter(method -> method.getParameterCount() == parameters.size())
            .toList();
    List<String> types = parameters.stream().map(Parameter::simpleType).toList();
    return methods.stream()
        .filter(method -> types.equals(simpleNames(method.getParameterTypes())))
        .findFirst()
        .or(() -> methods.stream().findFirst());
  }

  private static List<String> simpleNames(Class<?>[] types) {
    return Arrays.stream(types).map(Class::getSimpleName).toList();
  }

  /** The task of that name; of overloads the one declared last. */
  public Optional<Task> task(String name) {
    return last(tasks().stream().filter(task -> task.name().equals(name)));
  }

  /** The flow of that name; of overloads the one declared last. */
  public Optional<Flow> flow(String name) {
    return last(flows().stream().filter(flow -> flow.name().equals(name)));
  }

  /** The tasks in the order they were first declared. */
  public List<Task> tasks() {
    return all(Task.class);
  }

  /** The flows in the order they were first declared. */
  public List<Flow> flows() {
    return all(Flow.class);
  }

  /** The signatures of all tasks and flows. */
  public synchronized List<String> signatures() {
    return List.copyOf(accepted.keySet());
  }

  /** The signature of a definition that is called by its own name. */
  public static String signature(Definition definition) {
    return signature(definition.name(), definition.parameters());
  }

  /** The signature of a method, such as {@code clean(Table,int)}. */
  public static String signature(String method, List<Parameter> parameters) {
    return parameters.stream()
        .map(Parameter::type)
        .collect(Collectors.joining(",", method + "(", ")"));
  }

  private synchronized <D extends Definition> List<D> all(Class<D> kind) {
    return accepted.values().stream()
        .map(this::byNumber)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static <D> Optional<D> last(Stream<D> found) {
    return found.reduce((earlier, later) -> later);
  }

  private record Entry(Definition definition, String signature, @Nullable Callable<?> cellBody) {}
}
