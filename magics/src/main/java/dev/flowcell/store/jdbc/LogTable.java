package dev.flowcell.store.jdbc;

import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.store.LogPage;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.WantedText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of all runs, in the order in which they came in. */
final class LogTable {

  private static final String INSERT =
      """
      INSERT INTO log (at, level, logger, message, flow_run, task_run, attempt)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String SELECT =
      "SELECT key, at, level, logger, message, flow_run, task_run, attempt FROM log ";

  private final Jdbc jdbc;
  private final LogBlockTable blocks;

  LogTable(Jdbc jdbc) {
    this.jdbc = jdbc;
    blocks = new LogBlockTable(jdbc);
  }

  /** Adds lines of one process; after a failure this can't be used any more. */
  void insert(List<LogLine> lines) throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    List<@Nullable Object[]> rows = new ArrayList<>(lines.size());
    for (LogLine line : lines) {
      rows.add(
          new @Nullable Object[] {
            Jdbc.micros(line.at()),
            line.level().name(),
            line.logger(),
            line.message(),
            line.flowRunId(),
            line.taskRunId(),
            line.attempt()
          });
    }
    // where others write at once, some of the keys between are theirs
    long before = lastKey();
    jdbc.updateAll(INSERT, rows);
    blocks.add(lines, before + 1, lastKey());
  }

  private long lastKey() throws SQLException {
    return jdbc.query("SELECT max(key) AS key FROM log", row -> row.getLong("key")).get(0);
  }

  /** The lines of a flow run and its task runs, in the order they were written. */
  List<LogLine> of(String flowRunId) throws SQLException {
    return jdbc.query(SELECT + "WHERE flow_run = ? ORDER BY key", LogTable::read, flowRunId);
  }

  /**
   * A part of the log.
   *
   * @param caseless the SQL of a line's message for LIKE
   */
  LogPage page(LogQuery query, String caseless) throws SQLException {
    LogScope scope = LogScope.of(query, caseless, new FlowRunTable(jdbc), jdbc);
    long end = query.before() == null ? lastKey() : query.before() - 1;
    Found found = new Found(query, scope);
    if (query.limit() > 0 && scope.isPossible()) {
      look(query, scope, found);
    }
    return found.page(end);
  }

  private void look(LogQuery query, LogScope scope, Found found) throws SQLException {
    if (query.after() != null || !LogFilter.narrows(query.text()) || scope.isSmall(jdbc)) {
      jdbc.scan(SELECT + scope.sql(), found, scope.values());
      return;
    }
    long[] rest = {scope.last()};
    blocks.scan(
        String.valueOf(query.text()),
        scope.first(),
        scope.last(),
        (first, last) -> {
          long from = Math.max(first, scope.first());
          long to = Math.min(last, rest[0]);
          rest[0] = Math.min(rest[0], from - 1);
          return between(from, to, scope, found);
        });
    if (!found.isFull()) {
      between(scope.first(), Math.min(rest[0], blocks.firstLine() - 1), scope, found);
    }
  }

  private boolean between(long first, long last, LogScope scope, Found found) throws SQLException {
    if (first <= last) {
      jdbc.scan(
          SELECT + "WHERE key BETWEEN ? AND ?" + scope.holding() + " ORDER BY key DESC",
          found,
          scope.valuesOf(first, last));
    }
    return !found.isFull();
  }

  /**
   * The lines that were asked for. Whether a line is one of them is decided here and not in SQL:
   * SQLite's own LIKE knows upper and lower case of ASCII only.
   */
  private static final class Found implements Jdbc.RowVisitor {

    private record Line(long key, LogLine line) {}

    private final LogQuery query;
    private final LogScope scope;
    private final @Nullable WantedText wanted;
    private final List<Line> lines = new ArrayList<>();

    Found(LogQuery query, LogScope scope) {
      this.query = query;
      this.scope = scope;
      wanted = query.text() == null ? null : new WantedText(query.text());
    }

    /** One more than asked for tells that there are more. */
    boolean isFull() {
      return lines.size() > query.limit();
    }

    @Override
    public boolean visit(ResultSet row) throws SQLException {
      // most rows that do not match are known by their message
      if (wanted == null || wanted.isIn(Jdbc.text(row, "message"))) {
        LogLine line = read(row);
        if (query.matches(line) && scope.has(line)) {
          lines.add(new Line(row.getLong("key"), line));
        }
      }
      return !isFull();
    }

    LogPage page(long end) {
      boolean isCut = isFull();
      if (isCut) {
        lines.remove(lines.size() - 1);
      }
      boolean isForward = query.after() != null;
      long reached = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).key();
      List<LogLine> oldestFirst = new ArrayList<>(lines.stream().map(Line::line).toList());
      if (!isForward) {
        Collections.reverse(oldestFirst);
      }
      return new LogPage(
          oldestFirst, isCut && !isForward ? reached : 0, isCut && isForward ? reached : end);
    }
  }

  private static LogLine read(ResultSet row) throws SQLException {
    return new LogLine(
        Jdbc.instant(row.getLong("at")),
        Level.valueOf(row.getString("level")),
        Jdbc.text(row, "logger"),
        Jdbc.text(row, "message"),
        Jdbc.textOrNull(row, "flow_run"),
        Jdbc.textOrNull(row, "task_run"),
        row.getInt("attempt"));
  }
}
