package dev.flowcell.engine;

import com.google.common.collect.MapMaker;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Which task run returned which object. Objects are told apart by identity and not held; values
 * that many share are not looked at. Thread-safe.
 */
final class Lineage {

  /** More than anybody passes on; then it begins anew. */
  private static final int MOST = 100_000;

  private final ConcurrentMap<Object, Maker> makers = new MapMaker().weakKeys().makeMap();

  /** The run has returned the value. */
  void returned(@Nullable Object value, ActiveRun run) {
    if (isShared(value)) {
      return;
    }
    if (makers.size() >= MOST) {
      makers.clear();
    }
    ActiveRun flow = run.outermostFlow();
    makers.put(value, new Maker(run.id, flow == null ? "" : flow.id, run.memory));
  }

  /** The run, in whatever flow run or in none, that returned the value last, if there is one. */
  Optional<Maker> of(@Nullable Object value) {
    return isShared(value) ? Optional.empty() : Optional.ofNullable(makers.get(value));
  }

  /** The run within the outermost flow run that returned the value last, if there is one. */
  Optional<Maker> of(@Nullable Object value, ActiveRun flow) {
    return of(value).filter(maker -> maker.flowId.equals(flow.id));
  }

  /** Whether that many calls may return the same object tells nothing of their kinship. */
  static boolean isShared(@Nullable Object value) {
    return value == null
        || value instanceof Number
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Enum<?>
        || value instanceof Class<?>
        || value instanceof Optional<?>
        || isEmpty(value);
  }

  /** Of the JDK's, since one of the user's own may throw. */
  private static boolean isEmpty(Object value) {
    return value.getClass().getName().startsWith("java.")
        && ((value instanceof Collection<?> collection && collection.isEmpty())
            || (value instanceof Map<?, ?> map && map.isEmpty()));
  }

  /**
   * A task run that has returned something.
   *
   * @param flowId the outermost flow run it belongs to, or empty
   */
  record Maker(String runId, String flowId, Memory memory) {

    /** The id of the run whose code made it. */
    String origin() {
      String earlier = memory.origin;
      return earlier == null ? runId : earlier;
    }
  }
}
