package dev.flowcell;

import dev.flowcell.engine.TaskFuture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with a task beside calling it. The variable of the same name holds one:
 *
 * <pre>{@code
 * var table = cleanData.submit(loadData.submit());   // at once, each on a thread of its own
 * List<Table> all = cleanData.map(tables);           // one run for each, in order
 * cleanData.with(retries(5), delay("1s")).call(raw); // other options for a call
 * }</pre>
 *
 * <p>Arguments are checked by these calls as the compiler checks those of plain ones; what does not
 * fit is an {@link IllegalArgumentException} that names the task and the parameter. Thread-safe.
 *
 * @param <R> what the task returns
 */
public final class TaskHandle<R extends @Nullable Object> {

  private final String method;
  private final List<CallOption> options;

  TaskHandle(String method, List<CallOption> options) {
    this.method = method;
    this.options = List.copyOf(options);
  }

  /**
   * For generated code: the handle of a task that has just been compiled.
   *
   * @param method the name it is called by
   * @param definition its number
   */
  public TaskHandle(String method, int definition) {
    this(method, List.of());
    Flowcell.session().definitions().accept(definition);
  }

  /** The same task with other options; those that were given before still hold. */
  public TaskHandle<R> with(CallOption... more) {
    return new TaskHandle<>(method, Stream.concat(options.stream(), Stream.of(more)).toList());
  }

  /**
   * Runs the task on a thread of its own, as soon as the futures among its arguments are done.
   *
   * @param arguments values or futures of values; lists may hold futures
   */
  public TaskFuture<R> submit(@Nullable Object @Nullable ... arguments) {
    List<@Nullable Object> given = asGiven(arguments);
    return submit(methods().fitting(given), given, thrown -> {});
  }

  /**
   * Runs the task here and now.
   *
   * @return what it returned; what it throws comes out unchanged
   */
  public R call(@Nullable Object @Nullable ... arguments) {
    Session session = Flowcell.session();
    List<@Nullable Object> given = asGiven(arguments);
    TaskMethod task = methods().fitting(given);
    try {
      return session
          .engine()
          .call(CallOption.applied(options, task.task()), given, () -> task.<R>call(given));
    } catch (Throwable thrown) {
      throw unchanged(thrown);
    }
  }

  /**
   * Runs the task once for each element and waits for all: a list, another iterable, a stream, an
   * array, or the entries of a map. Several parameters take one list each, of one length; {@code
   * fixed(value)} gives the same value to all. Elements may be futures.
   *
   * @return the results in the order of the elements; when one has failed, what the first of them
   *     threw comes out unchanged, after all have ended
   */
  public List<R> map(@Nullable Object @Nullable ... lists) {
    AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    List<TaskFuture<R>> futures = mapAsync(first, lists);
    List<R> results = new ArrayList<>(futures.size());
    for (TaskFuture<R> future : futures) {
      try {
        results.add(future.join());
      } catch (CompletionException e) {
        first.compareAndSet(null, e.getCause());
      } catch (CancellationException e) {
        first.compareAndSet(null, e);
      }
    }
    Throwable thrown = first.get();
    if (thrown != null) {
      throw unchanged(thrown);
    }
    return results;
  }

  /** The same as {@link #map}, without the wait. */
  public List<TaskFuture<R>> mapAsync(@Nullable Object @Nullable ... lists) {
    return mapAsync(new AtomicReference<>(), lists);
  }

  private List<TaskFuture<R>> mapAsync(
      AtomicReference<@Nullable Throwable> first, @Nullable Object @Nullable [] lists) {
    TaskMethods methods = methods();
    List<List<@Nullable Object>> calls = Zip.of(method, asGiven(lists));
    List<TaskMethod> fitting = calls.stream().map(methods::fitting).toList();
    List<TaskFuture<R>> futures = Collections.synchronizedList(new ArrayList<>(calls.size()));
    Consumer<Throwable> whenFailed =
        options.contains(CallOption.FAIL_FAST)
            ? thrown -> {
              if (first.compareAndSet(null, thrown)) {
                cancel(futures);
              }
            }
            : thrown -> {};
    for (int i = 0; i < calls.size(); i++) {
      futures.add(submit(fitting.get(i), calls.get(i), whenFailed));
    }
    if (first.get() != null) {
      cancel(futures);
    }
    return futures;
  }

  /** The last first: what has not begun is not to begin in the place of what is stopped. */
  private static void cancel(List<? extends TaskFuture<?>> futures) {
    for (int i = futures.size() - 1; i >= 0; i--) {
      var unused = futures.get(i).cancel(true);
    }
  }

  private TaskFuture<R> submit(
      TaskMethod task, List<@Nullable Object> arguments, Consumer<Throwable> whenFailed) {
    task.refuseCell();
    return Flowcell.session()
        .engine()
        .submit(CallOption.applied(options, task.task()), arguments, task::<R>call, whenFailed);
  }

  private TaskMethods methods() {
    Session session = Flowcell.session();
    return TaskMethods.of(method, session.definitions(), session.evaluator());
  }

  /** A single null, and an array that is not of objects, is one argument and not several. */
  private static List<@Nullable Object> asGiven(@Nullable Object @Nullable [] arguments) {
    boolean several = arguments != null && arguments.getClass() == Object[].class;
    return several ? Arrays.asList(arguments) : Collections.singletonList(arguments);
  }

  /** How it is called, such as {@code task clean(Table raw)}. */
  @Override
  public String toString() {
    return "task " + methods().describe();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException unchanged(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
