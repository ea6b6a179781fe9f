package dev.flowcell.store.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** A number tells a connection of SQLite whether another one, of any process, has committed. */
final class SqliteNews implements News {

  private final Jdbc writer;
  private long seen;

  SqliteNews(Jdbc writer) {
    this.writer = writer;
  }

  @Override
  public void listen() throws SQLException {
    seen = version();
  }

  @Override
  public void ignore() {}

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
