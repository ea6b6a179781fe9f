package dev.flowcell.store.jdbc;

import dev.flowcell.store.Deleted;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deletes flow runs that have ended, with all that belongs to them. Which they are is noted in a
 * table of this connection first. For one transaction; not thread-safe.
 */
final class Deletion {

  private static final String NOTES =
      "CREATE TEMPORARY TABLE IF NOT EXISTS doomed (id %s NOT NULL PRIMARY KEY)";

  private static final String NOTE_FAMILY =
      """
      INSERT INTO doomed
      WITH RECURSIVE family (id) AS (
        SELECT id FROM flow_run WHERE id = ?
        UNION ALL
        SELECT child.id FROM flow_run child JOIN family ON child.parent = family.id
      )
      SELECT id FROM family
      """;

  /** A flow run that goes on keeps the one that called it. */
  private static final String NOTE_ENDED =
      """
      INSERT INTO doomed
      WITH RECURSIVE family (root, id, ended_at) AS (
        SELECT id, id, ended_at FROM flow_run
        WHERE created_at >= ? AND created_at < ? AND parent IS NULL AND ended_at IS NOT NULL
        UNION ALL
        SELECT family.root, child.id, child.ended_at
        FROM flow_run child JOIN family ON child.parent = family.id
      )
      SELECT id FROM family WHERE root NOT IN (SELECT root FROM family WHERE ended_at IS NULL)
      """;

  private static final String NOTE_OUTSIDE_FLOWS =
      """
      INSERT INTO doomed
      SELECT id FROM task_run
      WHERE flow_run IS NULL AND created_at >= ? AND created_at < ? AND ended_at IS NOT NULL
      """;

  /** The rows of a table that belong to what is noted. */
  private static final String DOOMED =
      """
      FROM %1$s WHERE (flow_run IN (SELECT id FROM doomed)
        OR (flow_run IS NULL AND %2$s IN (SELECT id FROM doomed)))
      """;

  private static final String FLOW_RUNS = "FROM flow_run WHERE id IN (SELECT id FROM doomed)";
  private static final String TASK_RUNS = DOOMED.formatted("task_run", "id");
  private static final String LINES = DOOMED.formatted("log", "task_run");
  private static final String ARTIFACTS = DOOMED.formatted("artifact", "task_run");

  private final Jdbc jdbc;

  /**
   * @param idType the type of ids in the database
   */
  Deletion(Jdbc jdbc, String idType) throws SQLException {
    this.jdbc = jdbc;
    jdbc.update(NOTES.formatted(idType));
    jdbc.update("DELETE FROM doomed");
  }

  /** Notes a flow run and those it has called. */
  void noteFamily(String id) throws SQLException {
    jdbc.update(NOTE_FAMILY, id);
  }

  /** Notes what was created from then on and before then, and has ended. */
  void noteEnded(Instant from, Instant until) throws SQLException {
    jdbc.update(NOTE_ENDED, Jdbc.micros(from), Jdbc.micros(until));
    jdbc.update(NOTE_OUTSIDE_FLOWS, Jdbc.micros(from), Jdbc.micros(until));
  }

  /** Whether a flow run that is noted has not ended. */
  boolean goesOn() throws SQLException {
    return count(FLOW_RUNS + " AND ended_at IS NULL") > 0;
  }

  /** What is noted. */
  Deleted count() throws SQLException {
    return new Deleted(
        (int) count(FLOW_RUNS),
        (int) count(TASK_RUNS),
        count(LINES),
        (int) count(ARTIFACTS),
        0,
        results());
  }

  private long count(String which) throws SQLException {
    return jdbc.query("SELECT count(*) AS number " + which, row -> row.getLong("number")).get(0);
  }

  /** Deletes what is noted. */
  Deleted run() throws SQLException {
    List<String> results = results();
    long lines = jdbc.update("DELETE " + LINES);
    int artifacts = jdbc.update("DELETE " + ARTIFACTS);
    int taskRuns = jdbc.update("DELETE " + TASK_RUNS);
    int flowRuns = jdbc.update("DELETE " + FLOW_RUNS);
    return new Deleted(flowRuns, taskRuns, lines, artifacts, 0, results);
  }

  /** The values in files that only what is noted refers to. */
  private List<String> results() throws SQLException {
    String ofTasks = "SELECT result_sha256 AS digest " + TASK_RUNS;
    String ofFlows = "SELECT arguments_sha256 AS digest " + FLOW_RUNS;
    Set<String> digests = new TreeSet<>();
    add(ofTasks + "AND result IS NULL AND result_sha256 IS NOT NULL", digests);
    add(ofFlows + " AND arguments IS NULL AND arguments_sha256 IS NOT NULL", digests);
    if (!digests.isEmpty()) {
      keep(
          """
          SELECT result_sha256 AS digest FROM task_run
          WHERE result IS NULL AND result_sha256 IS NOT NULL
            AND coalesce(flow_run, id) NOT IN (SELECT id FROM doomed)
          """,
          digests);
      keep(
          """
          SELECT arguments_sha256 AS digest FROM flow_run
          WHERE arguments IS NULL AND arguments_sha256 IS NOT NULL
            AND id NOT IN (SELECT id FROM doomed)
          """,
          digests);
    }
    return List.copyOf(digests);
  }

  private void add(String sql, Set<String> digests) throws SQLException {
    digests.addAll(jdbc.query(sql, row -> row.getString("digest")));
  }

  private void keep(String sql, Set<String> digests) throws SQLException {
    jdbc.scan(
        sql,
        row -> {
          digests.remove(row.getString("digest"));
          return !digests.isEmpty();
        });
  }

  /**
   * Deletes what nothing refers to any more. Processes that live remember the sources they have
   * written: those wait until none does.
   */
  static void sweep(Jdbc jdbc) throws SQLException {
    jdbc.update(
        """
        DELETE FROM log_block WHERE NOT EXISTS (
          SELECT 1 FROM log WHERE log.key BETWEEN log_block.first_line AND log_block.last_line)
        """);
    jdbc.update(
        """
        DELETE FROM source
        WHERE NOT EXISTS (SELECT 1 FROM process WHERE ended_at IS NULL)
          AND key NOT IN (SELECT source FROM flow_run)
          AND key NOT IN (SELECT source FROM task_run)
        """);
  }
}
