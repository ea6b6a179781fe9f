package dev.flowcell.store.jdbc;

import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.store.LogQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of all runs. */
final class LogTable {

  private static final String INSERT =
      """
      INSERT INTO log (at, level, logger, message, flow_run, task_run, attempt)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String SELECT =
      "SELECT at, level, logger, message, flow_run, task_run, attempt FROM log ";
  private static final String OF_FAMILY =
      """
      WHERE flow_run IN (
        WITH RECURSIVE family (id) AS (
          SELECT id FROM flow_run WHERE id = ?
          UNION ALL
          SELECT child.id FROM flow_run child JOIN family ON child.parent = family.id
        )
        SELECT id FROM family
      )
      """;
  private static final String NEWEST_FIRST = "ORDER BY at DESC, key DESC";

  private final Jdbc jdbc;

  LogTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  void insert(List<LogLine> lines) throws SQLException {
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
    jdbc.updateAll(INSERT, rows);
  }

  /** The lines of a flow run and its task runs, in the order they were written. */
  List<LogLine> of(String flowRunId) throws SQLException {
    return jdbc.query(SELECT + "WHERE flow_run = ? ORDER BY key", LogTable::read, flowRunId);
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
        Jdbc.text(row, "logger"),
        Jdbc.text(row, "message"),
        Jdbc.textOrNull(row, "flow_run"),
        Jdbc.textOrNull(row, "task_run"),
        row.getInt("attempt"));
  }
}
