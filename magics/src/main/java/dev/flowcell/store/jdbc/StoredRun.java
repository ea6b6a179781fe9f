package dev.flowcell.store.jdbc;

import dev.flowcell.run.Run;
import dev.flowcell.run.StoredValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the rows of flow runs and of task runs have in common. */
final class StoredRun {

  private StoredRun() {}

  static @Nullable Long endedAt(Run run) {
    return run.endedAt().map(Jdbc::micros).orElse(null);
  }

  /** How long a run took in microseconds, or -1 where it goes on or never began. */
  static long took(Run run) {
    Instant start = run.startedAt().orElse(null);
    Long end = endedAt(run);
    return start == null || end == null ? -1 : end - Jdbc.micros(start);
  }

  /** Reads the three columns of a value. */
  static @Nullable StoredValue value(ResultSet row, String column) throws SQLException {
    String digest = Jdbc.textOrNull(row, column + "_sha256");
    return digest == null
        ? null
        : new StoredValue(digest, row.getLong(column + "_size"), row.getBytes(column));
  }
}
