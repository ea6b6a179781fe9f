package dev.flowcell.store.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A number tells a connection of SQLite whether another one, of any process, has committed; when to
 * ask for it, the file of its log tells where the platform does.
 */
final class SqliteNews implements News {

  private final Jdbc writer;
  private final Path log;
  private @Nullable FileBell bell;
  private long seen;

  /**
   * @param log where SQLite writes what is committed
   */
  SqliteNews(Jdbc writer, Path log) {
    this.writer = writer;
    this.log = log;
  }

  @Override
  public boolean listen(Runnable bell) throws SQLException {
    this.bell = FileBell.at(log, bell).orElse(null);
    seen = version();
    return this.bell != null;
  }

  @Override
  public void ignore() {
    close();
  }

  @Override
  public void close() {
    if (bell != null) {
      bell.close();
      bell = null;
    }
  }

  @Override
  public Optional<Set<String>> look() throws SQLException {
    long now = version();
    boolean isNew = now != seen;
    seen = now;
    return isNew ? Optional.of(Set.of()) : Optional.empty();
  }

  private long version() throws SQLException {
    return writer.query("PRAGMA data_version", row -> row.getLong("data_version")).get(0);
  }
}
