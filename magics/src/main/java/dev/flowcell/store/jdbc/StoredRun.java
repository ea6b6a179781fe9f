package dev.flowcell.store.jdbc;

import dev.flowcell.run.Run;
import dev.flowcell.run.StoredValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the rows of flow runs and of task runs have in common. */
final class StoredRun {

  private StoredRun() {}

  static @Nullable Long endedAt(Run run) {
    return run.endedAt().map(Jdbc::micros).orElse(null);
  }

  /** Reads the three columns of a value. */
  static @Nullable StoredValue value(ResultSet row, String column) throws SQLException {
    String digest = Jdbc.textOrNull(row, column + "_sha256");
    return digest == null
        ? null
        : new StoredValue(digest, row.getLong(column + "_size"), row.getBytes(column));
  }
}
