package dev.flowcell.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server of the tests' own; it ends with them. */
final class RealPostgres {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private RealPostgres() {}

  /** Started by the first who asks. */
  private static final class Server {

    private static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Makes an empty database and returns its URL. */
  static String newDatabase() throws SQLException {
    String name = "runs" + DATABASES.incrementAndGet();
    execute("CREATE DATABASE " + name);
    return "postgresql://postgres:secret@localhost:" + Server.RUNNING.getPort() + "/" + name;
  }

  /** Runs a statement as the administrator. */
  static void execute(String sql) throws SQLException {
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
