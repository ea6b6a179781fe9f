package dev.flowcell.store.jdbc;

import java.sql.SQLException;
import java.util.List;

/** The flow runs that somebody wants cancelled. */
final class CancelTable {

  private static final String INSERT =
      """
      INSERT INTO cancel_request (flow_run, requested_at)
      SELECT id, %s FROM flow_run WHERE id = ? AND ended_at IS NULL
      ON CONFLICT DO NOTHING
      """;
  private static final String SELECT =
      """
      SELECT c.flow_run FROM cancel_request c JOIN flow_run r ON r.id = c.flow_run
      WHERE r.process = ?
      """;
  private static final String DELETE = "DELETE FROM cancel_request WHERE flow_run = ?";
  private static final String DELETE_LATE =
      """
      DELETE FROM cancel_request
      WHERE flow_run IN (SELECT id FROM flow_run WHERE ended_at IS NOT NULL)
      """;

  private final Jdbc jdbc;
  private final String now;

  CancelTable(Jdbc jdbc, String now) {
    this.jdbc = jdbc;
    this.now = now;
  }

  /** Adds a request, if the run goes on and nobody has asked for it yet. */
  void insert(String flowRunId) throws SQLException {
    jdbc.update(INSERT.formatted(now), flowRunId);
  }

  /** The requests for runs of a process. */
  List<String> of(long process) throws SQLException {
    return jdbc.query(SELECT, row -> Jdbc.text(row, "flow_run"), process);
  }

  /** Drops requests, and says how many there were. */
  int delete(List<String> flowRunIds) throws SQLException {
    int dropped = 0;
    for (String id : flowRunIds) {
      dropped += jdbc.update(DELETE, id);
    }
    return dropped;
  }

  boolean isEmpty() throws SQLException {
    return jdbc.query("SELECT 1 FROM cancel_request LIMIT 1", row -> true).isEmpty();
  }

  /** Drops those that came when their run had ended, and says how many. */
  int deleteLate() throws SQLException {
    return jdbc.update(DELETE_LATE);
  }
}
