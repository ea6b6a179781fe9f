package dev.flowcell;

import dev.flowcell.flow.Definition;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What the wrapper of a task or flow does. Generated code creates one for each call: behind {@code
 * new} stands a type, so that no variable of the user's can hide what this is called. Thread-safe.
 */
public final class TrackedCall {

  /**
   * What the user wrote.
   *
   * @param <R> what it returns
   */
  @FunctionalInterface
  public interface Body<R extends @Nullable Object> {

    /** Runs it. */
    R call() throws Throwable;
  }

  private final int definition;

  /**
   * A call of a task or flow.
   *
   * @param definition its number
   */
  public TrackedCall(int definition) {
    this.definition = definition;
  }

  /**
   * Runs the body as a tracked run.
   *
   * @return what the body returned; whatever it throws comes out unchanged
   */
  public <R extends @Nullable Object> R call(Body<R> body, @Nullable Object[] arguments) {
    Session session = Flowcell.session();
    Definition called = session.definitions().byNumber(definition);
    session.checkCall(called);
    try {
      return session.engine().call(called, Arrays.asList(arguments), callable(body));
    } catch (Throwable thrown) {
      throw unchanged(thrown);
    }
  }

  /**
   * Runs the statements of a cell task or cell flow again.
   *
   * @return null, or the value of the cell's last expression
   */
  public @Nullable Object callCell() {
    return call(Flowcell.session().definitions().cellBody(definition)::call, new Object[0]);
  }

  private static <R extends @Nullable Object> Callable<R> callable(Body<R> body) {
    return () -> {
      try {
        return body.call();
      } catch (Throwable thrown) {
        throw unchanged(thrown);
      }
    };
  }

  /** Throws a checked exception where none is declared: wrappers of tasks declare none. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException unchanged(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
