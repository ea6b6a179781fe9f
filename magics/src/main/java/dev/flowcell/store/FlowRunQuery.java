package dev.flowcell.store;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which flow runs, and in which order. Grown step by step: {@code
 * FlowRunQuery.newest(50).inStates(List.of("failed")).tagged("nightly")}.
 *
 * @param flow of that flow only, or null for all
 * @param states those in a state of one of these types or names only, in any case of letters, or
 *     empty for all: {@code failed} is the type of Failed and TimedOut, {@code timedOut} the name
 *     of the latter
 * @param tag with that tag only, or null for all
 * @param from created then or later, or null
 * @param until created before then, or null
 * @param text those whose id, flow, notebook or parameters hold this text, in any case of letters,
 *     or null for all
 * @param rootsOnly without the flow runs that others called
 * @param after those behind the run with this id in the order, so the next page of a list, or null
 *     for the first; nothing is behind a run that is not there
 * @param limit how many at most
 */
public record FlowRunQuery(
    @Nullable String flow,
    List<String> states,
    @Nullable String tag,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable String text,
    boolean rootsOnly,
    Order order,
    @Nullable String after,
    int limit) {

  /** What comes first. */
  public enum Order {
    NEWEST(Comparator.comparing(FlowRun::createdAt).thenComparing(FlowRun::id).reversed()),
    OLDEST(Comparator.comparing(FlowRun::createdAt).thenComparing(FlowRun::id)),

    /** By the time they took; those that go on or never began come last. */
    LONGEST(Comparator.comparing(Order::took).thenComparing(FlowRun::id).reversed());

    private final Comparator<FlowRun> comparator;

    Order(Comparator<FlowRun> comparator) {
      this.comparator = comparator;
    }

    /** Compares two runs by their place in the order. */
    public Comparator<FlowRun> comparator() {
      return comparator;
    }

    private static Duration took(FlowRun run) {
      return FlowSummary.took(run).orElse(Duration.ofNanos(-1));
    }
  }

  public FlowRunQuery {
    states = List.copyOf(states);
  }

  /** The newest runs of a flow, or of all, in a state, or in any. */
  public FlowRunQuery(@Nullable String flow, @Nullable String state, int limit) {
    this(
        flow,
        state == null ? List.of() : List.of(state),
        null,
        null,
        null,
        null,
        false,
        Order.NEWEST,
        null,
        limit);
  }

  /** The newest runs of a flow, or of all, in any state. */
  public FlowRunQuery(@Nullable String flow, int limit) {
    this(flow, null, limit);
  }

  /** So many of all flow runs, newest first. */
  public static FlowRunQuery newest(int limit) {
    return new FlowRunQuery(null, limit);
  }

  public FlowRunQuery ofFlow(@Nullable String name) {
    return new FlowRunQuery(name, states, tag, from, until, text, rootsOnly, order, after, limit);
  }

  public FlowRunQuery inStates(List<String> typesOrNames) {
    return new FlowRunQuery(
        flow, typesOrNames, tag, from, until, text, rootsOnly, order, after, limit);
  }

  public FlowRunQuery tagged(@Nullable String word) {
    return new FlowRunQuery(flow, states, word, from, until, text, rootsOnly, order, after, limit);
  }

  public FlowRunQuery createdFrom(@Nullable Instant first) {
    return new FlowRunQuery(flow, states, tag, first, until, text, rootsOnly, order, after, limit);
  }

  public FlowRunQuery createdBefore(@Nullable Instant end) {
    return new FlowRunQuery(flow, states, tag, from, end, text, rootsOnly, order, after, limit);
  }

  public FlowRunQuery holding(@Nullable String wanted) {
    return new FlowRunQuery(flow, states, tag, from, until, wanted, rootsOnly, order, after, limit);
  }

  /** Without the flow runs that others called. */
  public FlowRunQuery roots() {
    return new FlowRunQuery(flow, states, tag, from, until, text, true, order, after, limit);
  }

  public FlowRunQuery ordered(Order wanted) {
    return new FlowRunQuery(flow, states, tag, from, until, text, rootsOnly, wanted, after, limit);
  }

  /** Those behind the run with this id. */
  public FlowRunQuery after(@Nullable String id) {
    return new FlowRunQuery(flow, states, tag, from, until, text, rootsOnly, order, id, limit);
  }

  public FlowRunQuery limited(int most) {
    return new FlowRunQuery(flow, states, tag, from, until, text, rootsOnly, order, after, most);
  }

  /** All that were created on a day and that no other called. */
  public static FlowRunQuery ofDay(LocalDate day, ZoneId zone) {
    return newest(Integer.MAX_VALUE)
        .roots()
        .createdFrom(day.atStartOfDay(zone).toInstant())
        .createdBefore(day.plusDays(1).atStartOfDay(zone).toInstant());
  }

  /** Whether a run is one of them; its place in the order is not asked here. */
  public boolean matches(FlowRun run) {
    return (flow == null || run.flow().equals(flow))
        && (states.isEmpty() || states.stream().anyMatch(state -> isIn(state, run.state())))
        && (tag == null || run.tags().contains(tag))
        && (from == null || !run.createdAt().isBefore(from))
        && (until == null || run.createdAt().isBefore(until))
        && (!rootsOnly || run.parentId() == null)
        && (text == null || isIn(new WantedText(text), run));
  }

  private static boolean isIn(String wanted, State state) {
    String key = wanted.toLowerCase(Locale.ROOT);
    return state.type().name().toLowerCase(Locale.ROOT).equals(key)
        || state.name().toLowerCase(Locale.ROOT).equals(key);
  }

  private static boolean isIn(WantedText wanted, FlowRun run) {
    return isIn(wanted, run.id(), run.flow(), run.notebook(), run.parameters());
  }

  /** Whether a text is in one of these. */
  public static boolean isIn(
      WantedText wanted, String id, String flow, String notebook, Map<String, String> parameters) {
    return wanted.isIn(id)
        || wanted.isIn(flow)
        || wanted.isIn(notebook)
        || parameters.entrySet().stream()
            .anyMatch(each -> wanted.isIn(each.getKey()) || wanted.isIn(each.getValue()));
  }
}
