package dev.flowcell.engine;

import dev.flowcell.flow.Definition;
import dev.flowcell.run.CallKey;
import dev.flowcell.run.StoredValue;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows of results, its own and, for a flow run, those of the tasks in it. Thread-safe.
 */
final class Memory {

  /** What its call is known by, or null. */
  volatile @Nullable CallKey call;

  /** Of the runs whose results its call is known by, in place of content that can't be told. */
  volatile List<Memory> lineage = List.of();

  /** Whether its result is that of an earlier run. */
  volatile boolean recalled;

  /** The id of the run whose code made its result, or null where that is its own. */
  volatile @Nullable String origin;

  /** For an outermost flow run: results that a call with that key need not make again. */
  final Map<CallKey, Result> results;

  /** For a flow run: what has been said and is not said again. */
  final Set<String> said;

  private final Map<String, Integer> occurrences;

  /** For a flow run: what calls of a definition are known by, their arguments aside. */
  private final Map<Definition, String> digests;

  Memory(boolean ofFlow) {
    results = ofFlow ? new ConcurrentHashMap<>() : Map.of();
    said = ofFlow ? ConcurrentHashMap.newKeySet() : Set.of();
    occurrences = ofFlow ? new ConcurrentHashMap<>() : Map.of();
    digests = ofFlow ? Collections.synchronizedMap(new IdentityHashMap<>()) : Map.of();
  }

  /** What calls of a definition are known by, their arguments aside; made once. */
  String digestOf(Definition definition, Function<Definition, String> made) {
    return digests.computeIfAbsent(definition, made);
  }

  /** Which of the calls with that digest, in this attempt of the flow, the next one is. */
  int nextOccurrence(String digest) {
    return occurrences.merge(digest, 1, Integer::sum);
  }

  /** A flow begins again with its first call. */
  void beginAttempt() {
    if (!occurrences.isEmpty()) {
      occurrences.clear();
    }
  }

  /**
   * What a completed task run returned.
   *
   * @param origin what the run is called in messages
   * @param stored where it is kept, or null where it can't be
   * @param live the value, as long as there is room for it
   */
  record Result(
      String origin, @Nullable StoredValue stored, SoftReference<@Nullable Object> live) {}
}
