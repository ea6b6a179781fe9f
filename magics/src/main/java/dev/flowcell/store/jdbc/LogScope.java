package dev.flowcell.store.jdbc;

import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.store.LogQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where in the log the lines are that a question asks for, as far as indexes know. */
final class LogScope {

  /** So many flow runs are looked for by the index; with more, line after line is looked at. */
  private static final int BY_INDEX = 100;

  private static final int FEW = 20_000;

  /** What stands behind in a longer text is looked for among the lines that are found. */
  private static final int LONGEST_PATTERN = 100;

  private final LogQuery query;
  private final String caseless;
  private final @Nullable Set<String> flowRuns;
  private final long first;
  private final long last;

  private LogScope(
      LogQuery query, String caseless, @Nullable Set<String> flowRuns, long first, long last) {
    this.query = query;
    this.caseless = caseless;
    this.flowRuns = flowRuns;
    this.first = first;
    this.last = last;
  }

  static LogScope of(LogQuery query, String caseless, FlowRunTable runs, Jdbc jdbc)
      throws SQLException {
    Set<String> flowRuns = null;
    if (query.flowRunId() != null) {
      flowRuns = runs.family(query.flowRunId());
    }
    if (query.flow() != null) {
      Set<String> ofFlow = runs.ofFlow(query.flow());
      if (flowRuns == null) {
        flowRuns = ofFlow;
      } else {
        flowRuns.retainAll(ofFlow);
      }
    }
    long first = query.after() == null ? 1 : query.after() + 1;
    long last = query.before() == null ? Long.MAX_VALUE : query.before() - 1;
    LogScope scope = new LogScope(query, caseless, flowRuns, first, last);
    if (query.from() != null || query.until() != null) {
      scope = scope.within(keysInTime(query, jdbc));
    }
    return scope.byIndex() ? scope.within(scope.keysOfRuns(jdbc)) : scope;
  }

  private LogScope within(long[] keys) {
    return new LogScope(
        query, caseless, flowRuns, Math.max(first, keys[0]), Math.min(last, keys[1]));
  }

  private static long[] keysInTime(LogQuery query, Jdbc jdbc) throws SQLException {
    return keys(
        jdbc,
        "at >= ? AND at < ?",
        query.from() == null ? Long.MIN_VALUE : Jdbc.micros(query.from()),
        query.until() == null ? Long.MAX_VALUE : Jdbc.micros(query.until()));
  }

  private long[] keysOfRuns(Jdbc jdbc) throws SQLException {
    long[] all = {Long.MAX_VALUE, 0};
    for (String id : flowRuns == null ? Set.<String>of() : flowRuns) {
      long[] keys = keys(jdbc, "flow_run = ?", id);
      all[0] = Math.min(all[0], keys[0]);
      all[1] = Math.max(all[1], keys[1]);
    }
    return all;
  }

  /** The first and the last; where there is none, the last is before the first. */
  private static long[] keys(Jdbc jdbc, String which, Object... values) throws SQLException {
    return jdbc.query(
            "SELECT coalesce(min(key), %d) AS first, coalesce(max(key), 0) AS last FROM log WHERE "
                    .formatted(Long.MAX_VALUE)
                + which,
            row -> new long[] {row.getLong("first"), row.getLong("last")},
            values)
        .get(0);
  }

  private boolean byIndex() {
    return flowRuns != null && flowRuns.size() <= BY_INDEX;
  }

  /** Whether an index knows the lines, and they are few enough to look at each. */
  boolean isSmall(Jdbc jdbc) throws SQLException {
    if (!byIndex() && !isGrave()) {
      return false;
    }
    List<Object> values = whereValues();
    values.add(FEW);
    return jdbc.query(
                "SELECT count(*) AS lines FROM (SELECT key FROM log %s LIMIT ?) AS few"
                    .formatted(where()),
                row -> row.getInt("lines"),
                values.toArray())
            .get(0)
        < FEW;
  }

  private boolean isGrave() {
    return query.level().isAtLeast(Level.WARN);
  }

  boolean isPossible() {
    return first <= last && (flowRuns == null || !flowRuns.isEmpty());
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  /** Whether a line is of the flow runs asked for. */
  boolean has(LogLine line) {
    return flowRuns == null || (line.flowRunId() != null && flowRuns.contains(line.flowRunId()));
  }

  /** The lines in the scope in SQL, in the order in which they are looked at. */
  String sql() {
    return where() + holding() + " ORDER BY key" + (query.after() == null ? " DESC" : "");
  }

  /** What {@link #sql} asks with. */
  @Nullable Object[] values() {
    return valuesOf(whereValues().toArray());
  }

  private String where() {
    List<String> conditions = new ArrayList<>(List.of("key >= ?", "key <= ?"));
    if (byIndex() && flowRuns != null) {
      conditions.add(
          flowRuns.size() == 1
              ? "flow_run = ?"
              : "flow_run IN (%s)"
                  .formatted(String.join(", ", Collections.nCopies(flowRuns.size(), "?"))));
    } else if (isGrave()) {
      // the words of the index
      conditions.add("level IN ('WARN', 'ERROR')");
    }
    return "WHERE " + String.join(" AND ", conditions);
  }

  private List<Object> whereValues() {
    List<Object> values = new ArrayList<>(List.of(first, last));
    if (byIndex() && flowRuns != null) {
      values.addAll(flowRuns);
    }
    return values;
  }

  /**
   * One more condition in SQL, for few lines but those that hold the text: to look at a line in the
   * database is faster than to hand it over.
   */
  String holding() {
    return query.text() == null ? "" : " AND " + caseless + " LIKE ?";
  }

  /** The values of SQL that ends with {@link #holding}. */
  @Nullable Object[] valuesOf(Object... before) {
    List<@Nullable Object> values = new ArrayList<>(Arrays.asList(before));
    if (query.text() != null) {
      values.add(pattern(query.text()));
    }
    return values.toArray();
  }

  /**
   * What every message matches that holds the text in any case, and some more: databases differ in
   * other letters than those of ASCII, and some of those are, case apart, an i, k or s.
   */
  private static String pattern(String text) {
    StringBuilder pattern = new StringBuilder("%");
    text.codePoints()
        .limit(LONGEST_PATTERN)
        .map(Character::toLowerCase)
        .map(c -> c < ' ' || c > '~' ? '%' : "iks%_\\".indexOf(c) < 0 ? c : '_')
        .forEach(pattern::appendCodePoint);
    return pattern.append('%').toString();
  }
}
