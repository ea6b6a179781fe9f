package dev.flowcell.engine;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.code.Code;
import dev.flowcell.code.NotebookSources;
import dev.flowcell.flow.CachePolicy;
import dev.flowcell.flow.Task;
import dev.flowcell.run.Level;
import dev.flowcell.run.Run;
import dev.flowcell.run.StoredValue;
import dev.flowcell.store.results.KeyedResult;
import dev.flowcell.store.results.MissingResultException;
import dev.flowcell.store.results.NotStorableException;
import dev.flowcell.store.results.Results;
import java.lang.ref.SoftReference;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives calls of tasks that have a {@link CachePolicy} what an earlier call of the same key
 * returned, in this session or another. Calls of one key that go on at once wait for the first of
 * them. What was thrown is never given again. Thread-safe.
 *
 * <p>This looks further than {@link Recall}, which gives a flow its own results again when it is
 * resumed.
 */
final class Cache {

  /** So many values are at hand as they were returned; others are made anew. */
  private static final int MOST_LIVE = 1000;

  private final @Nullable Results results;
  private final @Nullable CacheKeys keys;
  private final NotebookSources sources;
  private final Waits waits;
  private final RunLog log;
  private final Clock clock;
  private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /** By key what was returned in this session. */
  private final Map<String, Live> live =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Live> eldest) {
              return size() > MOST_LIVE;
            }
          });

  /**
   * @param results keeps the values, or null where none are kept: then nothing is given again
   */
  Cache(
      @Nullable Results results,
      Lineage lineage,
      NotebookSources sources,
      CellEvaluator evaluator,
      String notebook,
      Waits waits,
      RunLog log,
      Clock clock) {
    this.results = results;
    this.keys =
        results == null ? null : new CacheKeys(results, lineage, sources, evaluator, notebook);
    this.sources = sources;
    this.waits = waits;
    this.log = log;
    this.clock = clock;
  }

  /**
   * What becomes of a call that is about to begin; waits for calls of the same key.
   *
   * @param arguments none of them futures
   * @return null where the call is none that is cached
   * @throws CellInterruptedError when the wait is interrupted, or the user's own code of a value
   */
  @Nullable Claim claim(
      ActiveRun run, Supplier<? extends List<? extends @Nullable Object>> arguments) {
    if (results == null
        || keys == null
        || !(run.definition instanceof Task task)
        || task.options().cache().isEmpty()
        || isRehearsed(run)) {
      return null;
    }
    CachePolicy policy = task.options().cache().get();
    Code code = sources.of(task);
    note(task, code).ifPresent(note -> log.logged(run, Level.WARN, RunLog.OURS, note));
    try {
      String key = keys.of(task, policy, code, arguments.get());
      return new Claim(run, task, policy, code, key, results).begin();
    } catch (NotStorableException e) {
      warnOnce(
          run,
          "%s is not cached when an argument is known neither by its content (%s) nor as the"
                  .formatted(task.name(), e.getMessage())
              + " result of a task");
      return null;
    }
  }

  /** Whether something goes wrong in it on purpose, which nobody would see. */
  private static boolean isRehearsed(ActiveRun run) {
    Rehearsal rehearsal = run.rehearsal();
    return rehearsal != null && rehearsal.concerns(run.definition.name());
  }

  /** What has to be said of the task once: which variables its key leaves out, and why. */
  Optional<String> note(Task task) {
    return task.options().cache().isEmpty() ? Optional.empty() : note(task, sources.of(task));
  }

  private Optional<String> note(Task task, Code code) {
    List<String> leftOut = keys == null ? List.of() : keys.leftOut(code);
    if (leftOut.isEmpty() || !said.add(task.name() + " " + leftOut)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s is cached and reads the variable%s %s, whose changes its cache does not see: only"
                .formatted(task.name(), leftOut.size() == 1 ? "" : "s", String.join(", ", leftOut))
            + " numbers, texts, enums and records of these belong to the key; pass it as an argument");
  }

  /** Forgets what was returned by tasks of these names, in this session and stored ones. */
  Forgotten forget(Predicate<String> task) {
    List<Live> here;
    synchronized (live) {
      here = live.values().stream().filter(each -> task.test(each.task)).toList();
      live.values().removeAll(here);
    }
    List<KeyedResult> stored =
        results == null ? List.of() : results.forget(each -> task.test(each.task()));
    int unstored = (int) here.stream().filter(each -> each.stored == null).count();
    long bytes = stored.stream().mapToLong(each -> each.value().size()).sum();
    return new Forgotten(stored.size() + unstored, bytes);
  }

  /** How many results of the task there are that its code as it is now can be given. */
  int usable(Task task) {
    CachePolicy policy = task.options().cache().orElse(null);
    if (policy == null || results == null) {
      return 0;
    }
    String code = sources.of(task).digest();
    Instant now = clock.instant();
    return results
        .known(
            each ->
                each.task().equals(task.name())
                    && (!policy.source() || each.code().equals(code))
                    && !policy.isExpired(each.at(), now))
        .size();
  }

  private void warnOnce(ActiveRun run, String message) {
    if (said.add(message)) {
      log.logged(run, Level.WARN, RunLog.OURS, message);
    }
  }

  /** A call with a key. It looks for an earlier result, or makes one that others wait for. */
  final class Claim implements AutoCloseable {

    private final ActiveRun run;
    private final Task task;
    private final CachePolicy policy;
    private final Code code;
    private final String key;
    private final Results results;
    private @Nullable Flight flight;
    private @Nullable Hit hit;

    private Claim(
        ActiveRun run, Task task, CachePolicy policy, Code code, String key, Results results) {
      this.run = run;
      this.task = task;
      this.policy = policy;
      this.code = code;
      this.key = key;
      this.results = results;
    }

    private Claim begin() {
      if (policy.refresh()) {
        return this;
      }
      hit = find();
      while (hit == null) {
        Flight mine = new Flight(run);
        Flight other = flights.putIfAbsent(key, mine);
        if (other == null) {
          lead(mine);
          break;
        }
        if (other.isAround(run)) {
          break; // it calls itself, and would wait for ever
        }
        await(other);
        hit = find();
      }
      return this;
    }

    private void lead(Flight mine) {
      flight = mine;
      try {
        hit = find(); // another may have ended since the last look
      } catch (RuntimeException | Error e) { // of the user's own code of a value
        close();
        throw e;
      }
    }

    private void await(Flight other) {
      try {
        waits.during(other::await);
      } catch (InterruptedException | TimeoutException e) {
        throw new CellInterruptedError();
      }
    }

    /** What an earlier call returned, or null: then the call has to be made. */
    @Nullable Hit hit() {
      return hit;
    }

    private @Nullable Hit find() {
      Live mine = live.get(key);
      if (mine != null && mine.stored == null) {
        return findUnstored(mine);
      }
      KeyedResult found = results.find(key).orElse(null);
      if (found == null || policy.isExpired(found.at(), clock.instant())) {
        return null;
      }
      try {
        Live same = mine != null && found.value().equals(mine.stored) ? mine : null;
        Object value = same == null ? null : same.value.get();
        if (value == null || !results.isStill(value, found.value())) {
          value = results.load(found.value());
        }
        sayIfChanged(found);
        return new Hit(value, found.origin(), found.value(), same == null ? run.id : same.runId);
      } catch (MissingResultException e) {
        return null;
      }
    }

    /** Only while the code is the same: what it was made of may be declared anew. */
    private @Nullable Hit findUnstored(Live mine) {
      Object value = mine.value.get();
      boolean usable = value != null && mine.code.equals(code.digest());
      return usable && !policy.isExpired(mine.at, clock.instant())
          ? new Hit(value, mine.origin, null, mine.runId)
          : null;
    }

    private void sayIfChanged(KeyedResult found) {
      if (!found.code().equals(code.digest())) {
        warnOnce(
            run,
            "the code of %s has changed since the %s was made; %s with --cache inputs+source looks at"
                    .formatted(task.name(), found.origin(), task.name())
                + " that too");
      }
    }

    /**
     * Keeps what the call is about to return; what can't be stored is said once for each task.
     *
     * @param stored where the value is kept already, or null
     */
    void keep(@Nullable Object value, @Nullable StoredValue stored) {
      String origin = Recall.origin(run.label(), Run.shortId(run.id));
      Instant now = clock.instant();
      StoredValue kept = stored;
      try {
        if (kept == null) {
          kept = results.keep(value);
        }
        results.put(key, new KeyedResult(task.name(), origin, code.digest(), now, kept));
      } catch (NotStorableException e) {
        kept = null;
        warnOnce(
            run,
            "the result of %s can't be stored (%s): it is cached in this session only"
                .formatted(task.name(), e.getMessage()));
      }
      live.put(
          key,
          new Live(
              task.name(), origin, run.id, code.digest(), now, kept, new SoftReference<>(value)));
    }

    /** Lets go on who waits: they find what was kept, or one of them makes the call. */
    @Override
    public void close() {
      if (flight != null) {
        flights.remove(key, flight);
        flight.land();
      }
    }
  }

  /**
   * What an earlier call returned.
   *
   * @param origin what the run is called that made it
   * @param stored where it is kept, or null where it can't be
   * @param runId of the run that made the object, which may be this one
   */
  record Hit(@Nullable Object value, String origin, @Nullable StoredValue stored, String runId) {}

  private record Live(
      String task,
      String origin,
      String runId,
      String code,
      Instant at,
      @Nullable StoredValue stored,
      SoftReference<@Nullable Object> value) {}
}
