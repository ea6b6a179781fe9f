package dev.flowcell.store.jdbc;

import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The task runs, with their states. */
final class TaskRunTable {

  private static final String INSERT =
      """
      INSERT INTO task_run (id, task, flow_run, number, cell, source, created_at)
      VALUES (?, ?, (SELECT key FROM flow_run WHERE id = ?), ?, ?,
              (SELECT key FROM source WHERE sha256 = ?), ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String SELECT =
      """
      SELECT t.id, t.task, r.id AS flow_run_id, t.number, t.cell, source.text, t.created_at
      FROM task_run t
      JOIN flow_run r ON r.key = t.flow_run
      JOIN source ON source.key = t.source
      WHERE r.id = ?
      ORDER BY t.key
      """;
  private static final String SELECT_STATES =
      """
      SELECT t.id, %s
      FROM flow_run r
      JOIN task_run t ON t.flow_run = r.key
      JOIN task_run_state s ON s.run = t.key
      WHERE r.id = ?
      ORDER BY t.key, s.number
      """
          .formatted(StateTable.COLUMNS);

  private final Jdbc jdbc;
  private final SourceTable sources;
  private final StateTable states;

  TaskRunTable(Jdbc jdbc) {
    this.jdbc = jdbc;
    this.sources = new SourceTable(jdbc);
    this.states = StateTable.ofTaskRuns(jdbc);
  }

  /** Adds a run, if it is not there. */
  void add(TaskRun run) throws SQLException {
    int added =
        jdbc.update(
            INSERT,
            run.id(),
            run.task(),
            run.flowRunId(),
            run.number(),
            run.cell(),
            sources.keep(run.source()),
            Jdbc.micros(run.createdAt()));
    if (added == 0) {
      return;
    }
    for (State state : run.history()) {
      add(run.id(), state);
    }
  }

  void add(String runId, State state) throws SQLException {
    states.add(runId, state);
  }

  /** The task runs that a flow run has called, in that order. */
  List<TaskRun> calledBy(String flowRunId) throws SQLException {
    Map<String, List<State>> histories = new HashMap<>();
    jdbc.scan(
        SELECT_STATES,
        row ->
            histories
                .computeIfAbsent(row.getString("id"), id -> new ArrayList<>())
                .add(StateTable.read(row)),
        flowRunId);
    return jdbc.query(
        SELECT,
        row -> read(row, histories.getOrDefault(row.getString("id"), List.of())),
        flowRunId);
  }

  private static TaskRun read(ResultSet row, List<State> history) throws SQLException {
    return new TaskRun(
        row.getString("id"),
        row.getString("task"),
        row.getString("flow_run_id"),
        row.getInt("number"),
        row.getInt("cell"),
        row.getString("text"),
        Jdbc.instant(row.getLong("created_at")),
        history);
  }
}
