package dev.flowcell.store.results;

import dev.flowcell.run.StoredValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a task returned, as it is found by a key. Immutable.
 *
 * @param task the task's name
 * @param origin what the run is called that made it
 * @param code the digest of the code that made it
 * @param at when
 * @param value where it is kept
 */
public record KeyedResult(String task, String origin, String code, Instant at, StoredValue value) {

  /** What is written: values that every codec knows. */
  List<@Nullable Object> toList() {
    return Arrays.asList(task, origin, code, at, value.digest(), value.size(), value.inline());
  }

  /** What was written; empty where it was something else. */
  static Optional<KeyedResult> of(@Nullable Object written) {
    if (written instanceof List<?> list
        && list.size() == 7
        && list.get(0) instanceof String task
        && list.get(1) instanceof String origin
        && list.get(2) instanceof String code
        && list.get(3) instanceof Instant at
        && list.get(4) instanceof String digest
        && list.get(5) instanceof Long size) {
      StoredValue value = new StoredValue(digest, size, (byte[]) list.get(6));
      return Optional.of(new KeyedResult(task, origin, code, at, value));
    }
    return Optional.empty();
  }
}
