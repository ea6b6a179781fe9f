package dev.flowcell.store.jdbc;

import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The states of runs; flow runs and task runs have a table each, of the same shape. */
final class StateTable {

  /** What {@link #read} reads. */
  static final String COLUMNS =
      "s.type, s.name, s.message, s.at, s.attempt, s.next AS next_at, s.detail";

  private static final String INSERT =
      """
      INSERT INTO %1$s_state (run, number, type, name, message, at, attempt, next, detail)
      SELECT r.key, 1 + (SELECT count(*) FROM %1$s_state WHERE run = r.key), ?, ?, ?, ?, ?, ?, ?
      FROM %1$s r WHERE r.id = ?
      """;
  private static final String SELECT =
      """
      SELECT %2$s FROM %1$s_state s JOIN %1$s r ON r.key = s.run
      WHERE r.id = ? ORDER BY s.number
      """;

  private final Jdbc jdbc;
  private final String insert;
  private final String select;

  private StateTable(Jdbc jdbc, String runs) {
    this.jdbc = jdbc;
    this.insert = INSERT.formatted(runs);
    this.select = SELECT.formatted(runs, COLUMNS);
  }

  static StateTable ofFlowRuns(Jdbc jdbc) {
    return new StateTable(jdbc, "flow_run");
  }

  static StateTable ofTaskRuns(Jdbc jdbc) {
    return new StateTable(jdbc, "task_run");
  }

  /** Adds a run's next state. A state of an unknown run is left out. */
  void add(String runId, State state) throws SQLException {
    jdbc.update(
        insert,
        state.type().name(),
        state.name(),
        state.message(),
        Jdbc.micros(state.at()),
        state.attempt(),
        Jdbc.microsOrNull(state.next()),
        state.detail(),
        runId);
  }

  /** A run's states, oldest first. */
  List<State> history(String runId) throws SQLException {
    return jdbc.query(select, StateTable::read, runId);
  }

  static State read(ResultSet row) throws SQLException {
    long next = row.getLong("next_at");
    Instant nextAt = row.wasNull() ? null : Jdbc.instant(next);
    return new State(
        StateType.valueOf(row.getString("type")),
        row.getString("name"),
        row.getString("message"),
        Jdbc.instant(row.getLong("at")),
        row.getInt("attempt"),
        nextAt,
        row.getString("detail"));
  }
}
