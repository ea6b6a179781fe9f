package dev.flowcell.store.jdbc;

import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.store.LogQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The lines of all runs. */
final class LogTable {

  private static final String INSERT =
      """
      INSERT INTO log (at, level, logger, message, flow_run, task_run, attempt)
      VALUES (?, ?, ?, ?, (SELECT key FROM flow_run WHERE id = ?),
              (SELECT key FROM task_run WHERE id = ?), ?)
      """;
  private static final String SELECT =
      """
      SELECT l.at, l.level, l.logger, l.message, r.id AS flow_run_id, t.id AS task_run_id, l.attempt
      FROM log l
      LEFT JOIN flow_run r ON r.key = l.flow_run
      LEFT JOIN task_run t ON t.key = l.task_run
      """;
  private static final String OF_FAMILY =
      """
      WHERE l.flow_run IN (
        WITH RECURSIVE family (key) AS (
          SELECT key FROM flow_run WHERE id = ?
          UNION ALL
          SELECT child.key FROM flow_run child JOIN family ON child.parent = family.key
        )
        SELECT key FROM family
      )
      """;
  private static final String NEWEST_FIRST = "ORDER BY l.at DESC, l.key DESC";

  private final Jdbc jdbc;

  LogTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  void add(LogLine line) throws SQLException {
    jdbc.update(
        INSERT,
        Jdbc.micros(line.at()),
        line.level().name(),
        line.logger(),
        line.message(),
        line.flowRunId(),
        line.taskRunId(),
        line.attempt());
  }

  /** The lines of a flow run and its task runs, in the order they were written. */
  List<LogLine> of(String flowRunId) throws SQLException {
    return jdbc.query(SELECT + "WHERE r.id = ? ORDER BY l.key", LogTable::read, flowRunId);
  }

  /**
   * The newest lines asked for, oldest first. What the text matches is decided here and not in SQL:
   * SQLite's own LIKE knows upper and lower case of ASCII only.
   */
  List<LogLine> newest(LogQuery query) throws SQLException {
    List<LogLine> newestFirst = new ArrayList<>();
    if (query.limit() > 0) {
      Jdbc.RowVisitor visitor =
          row -> {
            LogLine line = read(row);
            if (query.matches(line)) {
              newestFirst.add(line);
            }
            return newestFirst.size() < query.limit();
          };
      if (query.flowRunId() == null) {
        jdbc.scan(SELECT + NEWEST_FIRST, visitor);
      } else {
        jdbc.scan(SELECT + OF_FAMILY + NEWEST_FIRST, visitor, query.flowRunId());
      }
    }
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  private static LogLine read(ResultSet row) throws SQLException {
    return new LogLine(
        Jdbc.instant(row.getLong("at")),
        Level.valueOf(row.getString("level")),
        row.getString("logger"),
        row.getString("message"),
        row.getString("flow_run_id"),
        row.getString("task_run_id"),
        row.getInt("attempt"));
  }
}
