package dev.flowcell.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The user's code of a submitted task. */
@FunctionalInterface
public interface TaskBody<R extends @Nullable Object> {

  /** Runs it with the values of its arguments; what was given as a future is its result here. */
  R call(List<@Nullable Object> arguments) throws Exception;
}
