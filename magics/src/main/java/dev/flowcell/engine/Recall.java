package dev.flowcell.engine;

import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.engine.Memory.Result;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Task;
import dev.flowcell.run.CallKey;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.run.StoredValue;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.results.MissingResultException;
import dev.flowcell.store.results.NotStorableException;
import dev.flowcell.store.results.Results;
import java.lang.ref.SoftReference;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what tasks return within flows, and gives it to the same calls of a flow that is tried
 * again or resumed, so that they need not run again. Thread-safe.
 *
 * <p>Two calls are the same when task, source, arguments and the occurrence among equal calls are.
 * An argument is known by its content; where that can't be told, by the call that returned it, and
 * then only as long as that call was not run again either.
 */
final class Recall {

  private static final String LOGGER = "flowcell";

  /** So many values are at hand as they were returned; others are made anew. */
  private static final int MOST_LIVE = 1000;

  private final @Nullable Results results;
  private final Chronicle chronicle;
  private final RunLog log;
  private final Clock clock;
  private final Lineage lineage;
  private final AtomicReference<@Nullable Resumption> next = new AtomicReference<>();

  /** What task runs of this session returned, and flow runs were given, by their ids. */
  private final Map<String, SoftReference<@Nullable Object>> live =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(
                Map.Entry<String, SoftReference<@Nullable Object>> eldest) {
              return size() > MOST_LIVE;
            }
          });

  /**
   * @param results keeps the values, or null where none are kept
   */
  Recall(@Nullable Results results, Lineage lineage, Chronicle chronicle, RunLog log, Clock clock) {
    this.results = results;
    this.lineage = lineage;
    this.chronicle = chronicle;
    this.log = log;
    this.clock = clock;
  }

  // Flow runs

  /** The next call of its flow resumes the run; null takes that back. */
  void resumeNext(@Nullable Resumption resumption) {
    next.set(resumption);
  }

  /** What a flow run that is called now resumes, or null; asked once for each outermost one. */
  @Nullable FlowRun resumed(ActiveRun run) {
    Resumption resumption = next.get();
    if (resumption == null
        || !resumption.run().flow().equals(run.definition.name())
        || !next.compareAndSet(resumption, null)) {
      return null;
    }
    for (TaskRun task : resumption.completed()) {
      Result result = new Result(origin(task), task.result(), liveOf(task.id()));
      run.memory.results.put(Objects.requireNonNull(task.call()), result);
    }
    return resumption.run();
  }

  /** Keeps what a flow is called with; null where that can't be. */
  @Nullable StoredValue keepArguments(ActiveRun run, List<? extends @Nullable Object> arguments) {
    if (results == null) {
      return null;
    }
    List<@Nullable Object> copy = new ArrayList<>(arguments);
    live.put(run.id, new SoftReference<>(copy));
    try {
      return results.keep(copy);
    } catch (NotStorableException e) {
      return null;
    }
  }

  /**
   * What a flow run was called with.
   *
   * @throws MissingResultException when that can't be had any more
   */
  List<? extends @Nullable Object> arguments(FlowRun run) throws MissingResultException {
    StoredValue stored = run.arguments();
    return (List<?>) Objects.requireNonNull(value(new Result("", stored, liveOf(run.id()))));
  }

  // Calls

  /** Finds out what a call is known by, before its run is told. */
  void identify(ActiveRun run, List<? extends @Nullable Object> arguments) {
    ActiveRun flow = run.caller == null ? null : run.caller.flow();
    ActiveRun root = run.outermostFlow();
    if (results == null || flow == null || root == null) {
      return;
    }
    List<Memory> makers = new ArrayList<>(0);
    String digest = flow.memory.digestOf(run.definition, each -> Digests.of(parts(each, flow)));
    if (!arguments.isEmpty()) {
      List<String> parts = new ArrayList<>();
      parts.add(digest);
      for (Object argument : arguments) {
        String content = content(argument, root, makers);
        if (content == null) {
          return;
        }
        parts.add(content);
      }
      digest = Digests.of(parts);
    }
    run.memory.lineage = makers;
    run.memory.call = new CallKey(digest, flow.memory.nextOccurrence(digest));
  }

  private static List<String> parts(Definition definition, ActiveRun flow) {
    List<String> parts = new ArrayList<>();
    parts.add(String.valueOf(flow.memory.call));
    parts.add(definition.kind());
    parts.add(definition.name());
    definition.parameters().forEach(parameter -> parts.add(parameter.type()));
    if (definition instanceof Task) {
      // a subflow is entered anyway, and its tasks stay the same when only its own source changes
      parts.add(definition.source());
    }
    return parts;
  }

  /** What an argument is known by, or null where it is not. */
  private @Nullable String content(@Nullable Object argument, ActiveRun root, List<Memory> makers) {
    if (argument instanceof List<?> list && !Futures.in(List.of(list)).isEmpty()) {
      List<@Nullable String> each =
          list.stream().map(element -> content(element, root, makers)).toList();
      return each.contains(null) ? null : "list of " + each;
    }
    try {
      return "content " + Objects.requireNonNull(results).digest(argument);
    } catch (NotStorableException e) {
      Memory maker = lineage.of(argument, root).map(Lineage.Maker::memory).orElse(null);
      if (maker == null || maker.call == null) {
        return null;
      }
      makers.add(maker);
      return "result of " + maker.call;
    }
  }

  /** The ids of the task runs of the same flow run whose results or futures it is given. */
  List<String> dependencies(ActiveRun run, List<? extends @Nullable Object> arguments) {
    if (arguments.isEmpty()) {
      return List.of();
    }
    Set<String> ids = new LinkedHashSet<>(0);
    for (CompletableFuture<?> future : Futures.in(arguments)) {
      if (future instanceof TaskFuture<?> ofTask) {
        ids.add(ofTask.runId());
      }
    }
    ActiveRun root = run.outermostFlow();
    if (root != null) {
      arguments.forEach(
          argument -> lineage.of(argument, root).ifPresent(maker -> ids.add(maker.runId())));
    }
    return List.copyOf(ids);
  }

  /** The future stands for what the run will return. */
  void submitted(ActiveRun run, TaskFuture<?> future) {
    lineage.returned(future, run);
  }

  // Results

  /**
   * Ends the run with what an earlier run of the same call returned.
   *
   * @return empty where there was none, or its result can't be had: then the run has to begin
   */
  Optional<Recalled> recall(ActiveRun run) {
    Memory memory = run.memory;
    ActiveRun root = run.outermostFlow();
    if (run.isFlow() || root == null || memory.call == null || run.isCancelled()) {
      return Optional.empty();
    }
    Result earlier = root.memory.results.get(memory.call);
    if (earlier == null || !memory.lineage.stream().allMatch(maker -> maker.recalled)) {
      return Optional.empty();
    }
    try {
      Recalled recalled = new Recalled(value(earlier));
      run.memory.recalled = true;
      end(run, earlier, recalled.value);
      return Optional.of(recalled);
    } catch (MissingResultException e) {
      String name = run.definition.name();
      warnOnce(
          run,
          "the %s can't be had any more (%s): %s runs again"
              .formatted(earlier.origin(), e.getMessage(), name));
      return Optional.empty();
    }
  }

  /** Ends the run with what an earlier run has returned, of another flow run perhaps. */
  void end(ActiveRun run, Cache.Hit hit) {
    run.memory.origin = hit.runId();
    end(run, new Result(hit.origin(), hit.stored(), new SoftReference<>(null)), hit.value());
  }

  private void end(ActiveRun run, Result earlier, @Nullable Object value) {
    StoredValue stored = earlier.stored();
    if (stored != null) {
      chronicle.tellWithNext(run, new RunEvent.TaskRunReturned(run.id, stored));
    }
    remember(run, value, stored, earlier::origin);
    chronicle.end(run, State.cached(clock.instant(), earlier.origin()));
  }

  private @Nullable Object value(Result earlier) throws MissingResultException {
    Results kept = Objects.requireNonNull(results);
    Object value = earlier.live().get();
    StoredValue stored = earlier.stored();
    if (value != null && (stored == null || kept.isStill(value, stored))) {
      return value;
    }
    if (stored == null) {
      throw new MissingResultException("it could not be stored");
    }
    return kept.load(stored);
  }

  /**
   * Keeps what a task run is about to return; what can't be kept is said once for each task.
   *
   * @return where it is kept, or null where it is not
   * @throws CellInterruptedError when the user interrupts his own code in the value
   */
  @Nullable StoredValue keep(ActiveRun run, @Nullable Object value) {
    if (results == null || run.isFlow() || run.memory.call == null) {
      lineage.returned(value, run);
      return null;
    }
    StoredValue stored = null;
    try {
      stored = results.keep(value);
      chronicle.tellWithNext(run, new RunEvent.TaskRunReturned(run.id, stored));
    } catch (NotStorableException e) {
      warnOnce(
          run,
          "the result of %s can't be stored (%s): it runs again when the flow is resumed"
              .formatted(run.definition.name(), e.getMessage()));
    }
    remember(run, value, stored, () -> origin(run.label(), Run.shortId(run.id)));
    return stored;
  }

  private void remember(
      ActiveRun run,
      @Nullable Object value,
      @Nullable StoredValue stored,
      Supplier<String> origin) {
    lineage.returned(value, run);
    SoftReference<@Nullable Object> reference = new SoftReference<>(value);
    if (stored == null || stored.inline() == null || !Lineage.isShared(value)) {
      live.put(run.id, reference);
    }
    ActiveRun root = run.outermostFlow();
    if (root != null && run.memory.call != null && isTriedAgain(run)) {
      root.memory.results.put(run.memory.call, new Result(origin.get(), stored, reference));
    }
  }

  /** Whether a flow around it may be tried again. */
  private static boolean isTriedAgain(ActiveRun run) {
    for (ActiveRun each = run.caller; each != null; each = each.caller) {
      if (each.isFlow() && each.definition.retry().attempts() > 1) {
        return true;
      }
    }
    return false;
  }

  private void warnOnce(ActiveRun run, String message) {
    ActiveRun root = run.outermostFlow();
    if (root == null || root.memory.said.add(run.definition.name())) {
      log.logged(run, Level.WARN, LOGGER, message);
    }
  }

  private SoftReference<@Nullable Object> liveOf(String id) {
    return live.getOrDefault(id, new SoftReference<>(null));
  }

  private static String origin(TaskRun run) {
    State state = run.state();
    return state.name().equals(State.CACHED)
        ? state.message()
        : origin(run.task() + "-" + run.number(), run.shortId());
  }

  static String origin(String label, String shortId) {
    return "result of " + label + " (run " + shortId + ")";
  }

  /** A value that was had again, null among them. */
  record Recalled(@Nullable Object value) {}
}
