package dev.flowcell.store.jdbc;

import dev.flowcell.run.Artifact;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs have to show. */
final class ArtifactTable {

  private static final String PUT =
      """
      INSERT INTO artifact (id, flow_run, task_run, attempt, kind, name, at, content)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE
      SET attempt = excluded.attempt, name = excluded.name, at = excluded.at,
          content = excluded.content
      """;
  private static final String OF_FLOW_RUN =
      """
      SELECT id, flow_run, task_run, attempt, kind, name, at, content
      FROM artifact WHERE flow_run = ? ORDER BY key
      """;

  private final Jdbc jdbc;

  ArtifactTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds artifacts, or puts them in the place of those of the same ids. */
  void put(Collection<Artifact> artifacts) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>(artifacts.size());
    for (Artifact artifact : artifacts) {
      rows.add(
          new @Nullable Object[] {
            artifact.id(),
            artifact.flowRunId(),
            artifact.taskRunId(),
            artifact.attempt(),
            artifact.kind().name(),
            artifact.name(),
            Jdbc.micros(artifact.at()),
            ColumnJson.map(artifact.content())
          });
    }
    jdbc.updateAll(PUT, rows);
  }

  /** Those of a flow run and its task runs, in the order they were first made. */
  List<Artifact> of(String flowRunId) throws SQLException {
    return jdbc.query(OF_FLOW_RUN, ArtifactTable::read, flowRunId);
  }

  private static Artifact read(ResultSet row) throws SQLException {
    return new Artifact(
        Jdbc.text(row, "id"),
        Jdbc.textOrNull(row, "flow_run"),
        Jdbc.textOrNull(row, "task_run"),
        row.getInt("attempt"),
        Artifact.Kind.valueOf(row.getString("kind")),
        Jdbc.text(row, "name"),
        Jdbc.instant(row.getLong("at")),
        ColumnJson.map(Jdbc.text(row, "content")));
  }
}
