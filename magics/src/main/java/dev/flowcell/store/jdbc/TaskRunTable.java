package dev.flowcell.store.jdbc;

import dev.flowcell.run.CallKey;
import dev.flowcell.run.StoredValue;
import dev.flowcell.run.TaskRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The task runs, with their states and results. */
final class TaskRunTable {

  private static final String INSERT =
      """
      INSERT INTO task_run (
        id, task, flow_run, process, number, cell, source, created_at, call, occurrence, depends_on,
        result_sha256, result_size, result, ended_at, history)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String UPDATE =
      """
      UPDATE task_run
      SET process = ?, result_sha256 = ?, result_size = ?, result = ?, ended_at = ?, history = ?
      WHERE id = ?
      """;
  private static final String SELECT =
      """
      SELECT t.id, t.task, t.flow_run, t.number, t.cell, source.text, t.created_at, t.call,
             t.occurrence, t.depends_on, t.result_sha256, t.result_size, t.result, t.history
      FROM task_run t JOIN source ON source.key = t.source
      """;

  private final Jdbc jdbc;

  TaskRunTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds runs, where they are not there.
   *
   * @param process the key of their process
   * @param sources the keys of their sources
   */
  void insert(Collection<TaskRun> runs, long process, Map<String, Long> sources)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>(runs.size());
    for (TaskRun run : runs) {
      CallKey call = run.call();
      StoredValue result = run.result();
      rows.add(
          new @Nullable Object[] {
            run.id(),
            run.task(),
            run.flowRunId(),
            process,
            run.number(),
            run.cell(),
            sources.get(run.source()),
            Jdbc.micros(run.createdAt()),
            call == null ? null : call.digest(),
            call == null ? null : call.occurrence(),
            ColumnJson.list(run.dependsOn()),
            result == null ? null : result.digest(),
            result == null ? null : result.size(),
            result == null ? null : result.inline(),
            StoredRun.endedAt(run),
            ColumnJson.history(run.history())
          });
    }
    jdbc.updateAll(INSERT, rows);
  }

  /** Takes down what runs have reached, and which process goes on with them. */
  void update(Collection<TaskRun> runs, long process) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>(runs.size());
    for (TaskRun run : runs) {
      StoredValue result = run.result();
      rows.add(
          new @Nullable Object[] {
            process,
            result == null ? null : result.digest(),
            result == null ? null : result.size(),
            result == null ? null : result.inline(),
            StoredRun.endedAt(run),
            ColumnJson.history(run.history()),
            run.id()
          });
    }
    jdbc.updateAll(UPDATE, rows);
  }

  Optional<TaskRun> withId(String id) throws SQLException {
    return select("WHERE t.id = ?", id).stream().findFirst();
  }

  /** The task runs that a flow run has called, in that order. */
  List<TaskRun> calledBy(String flowRunId) throws SQLException {
    return select("WHERE t.flow_run = ? ORDER BY t.key", flowRunId);
  }

  /** The runs of a process that have not ended, in the order of their calls. */
  List<TaskRun> unfinished(long process) throws SQLException {
    return select("WHERE t.process = ? AND t.ended_at IS NULL ORDER BY t.key", process);
  }

  private List<TaskRun> select(String which, Object value) throws SQLException {
    return jdbc.query(SELECT + which, TaskRunTable::read, value);
  }

  private static TaskRun read(ResultSet row) throws SQLException {
    String call = Jdbc.textOrNull(row, "call");
    return new TaskRun(
        Jdbc.text(row, "id"),
        Jdbc.text(row, "task"),
        Jdbc.textOrNull(row, "flow_run"),
        row.getInt("number"),
        row.getInt("cell"),
        Jdbc.text(row, "text"),
        Jdbc.instant(row.getLong("created_at")),
        call == null ? null : new CallKey(call, row.getInt("occurrence")),
        ColumnJson.list(Jdbc.textOrNull(row, "depends_on")),
        StoredRun.value(row, "result"),
        ColumnJson.history(Jdbc.text(row, "history")));
  }
}
