package dev.flowcell.store.jdbc;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.StateType;
import dev.flowcell.store.FlowRunQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The conditions of a question about flow runs in SQL; the text it asks for is not among them. */
final class FlowRunFilter {

  private static final Predicate<StateType> GOES_ON = type -> !type.isTerminal();

  private final List<String> conditions = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();
  private String limit = "";

  private FlowRunFilter() {}

  /** For a list in some order. */
  static FlowRunFilter of(FlowRunQuery query) {
    // with several states, what an index by state finds has to be sorted by time: only few may be
    boolean areFew =
        query.states().size() == 1
            || query.states().stream().allMatch(state -> type(state).filter(GOES_ON).isPresent());
    return of(query, areFew ? "r.state_type = ?" : "r.state_type || '' = ?");
  }

  private static Optional<StateType> type(String state) {
    return Arrays.stream(StateType.values())
        .filter(one -> one.name().equalsIgnoreCase(state))
        .findFirst();
  }

  /** For what has no order. */
  static FlowRunFilter unordered(FlowRunQuery query) {
    return of(query, "r.state_type = ?");
  }

  private static FlowRunFilter of(FlowRunQuery query, String type) {
    FlowRunFilter filter = new FlowRunFilter();
    if (query.flow() != null) {
      filter.and("r.flow = ?", query.flow());
    }
    filter.inStates(query.states(), type);
    if (query.tag() != null) {
      filter.tagged(query.tag());
    }
    if (query.from() != null) {
      filter.and("r.created_at >= ?", Jdbc.micros(query.from()));
    }
    if (query.until() != null) {
      filter.and("r.created_at < ?", Jdbc.micros(query.until()));
    }
    if (query.rootsOnly()) {
      filter.and("r.parent IS NULL");
    }
    return filter;
  }

  private void inStates(List<String> states, String type) {
    if (states.isEmpty()) {
      return;
    }
    List<String> each = new ArrayList<>();
    for (String wanted : states) {
      Optional<StateType> known = type(wanted);
      each.add(known.isPresent() ? type : "lower(r.state_name) = ?");
      values.add(known.map(Enum::name).orElse(wanted.toLowerCase(Locale.ROOT)));
    }
    conditions.add("(" + String.join(" OR ", each) + ")");
  }

  /** In a JSON array of texts only a whole text has a quote between comma or bracket and itself. */
  private void tagged(String tag) {
    String quoted = ColumnJson.list(List.of(tag));
    String text = String.valueOf(quoted).substring(1, String.valueOf(quoted).length() - 1);
    and(
        "(replace(r.tags, ?, '') <> r.tags OR replace(r.tags, ?, '') <> r.tags)",
        "[" + text,
        "," + text);
  }

  /** Those behind a run. */
  void behind(FlowRun run, FlowRunQuery.Order order) {
    String column = column(order);
    String than = order == FlowRunQuery.Order.OLDEST ? ">" : "<";
    long place =
        order == FlowRunQuery.Order.LONGEST ? StoredRun.took(run) : Jdbc.micros(run.createdAt());
    // the first condition is for the index
    and(column + " " + than + "= ?", place);
    and("(%1$s %2$s ? OR r.id %2$s ?)".formatted(column, than), place, run.id());
  }

  private static String column(FlowRunQuery.Order order) {
    return order == FlowRunQuery.Order.LONGEST ? "r.took" : "r.created_at";
  }

  void limit(int most) {
    limit = " LIMIT ?";
    values.add(most);
  }

  private void and(String condition, @Nullable Object... of) {
    conditions.add(condition);
    values.addAll(Arrays.asList(of));
  }

  /** What stands behind the tables. */
  String sql() {
    return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
  }

  /** The same in that order. */
  String sql(FlowRunQuery.Order order) {
    String direction = order == FlowRunQuery.Order.OLDEST ? "" : " DESC";
    return "%s ORDER BY %s%s, r.id%s%s"
        .formatted(sql(), column(order), direction, direction, limit);
  }

  @Nullable Object[] values() {
    return values.toArray();
  }
}
