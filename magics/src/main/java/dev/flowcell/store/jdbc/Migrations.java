package dev.flowcell.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/**
 * The numbered migrations under {@code db/migration}. A new one is a new file, and {@link #NEWEST}
 * one higher.
 */
final class Migrations {

  /** The number of the newest migration; a database with a higher one is of a newer Flowcell. */
  static final int NEWEST = 6;

  private Migrations() {}

  /** The number of the newest migration that a database has; 0 where it has none. */
  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /**
   * Applies what is missing. Asking {@link #version} first is worth it: Flyway's own start takes
   * some hundred milliseconds.
   *
   * @param folder the folder under {@code db/migration}
   */
  static void apply(DataSource database, String folder) {
    configure(database, folder).load().migrate();
  }

  /** Applies what is missing to a schema, which is made where it is missing. */
  static void apply(DataSource database, String folder, String schema) {
    configure(database, folder).schemas(schema).load().migrate();
  }

  private static FluentConfiguration configure(DataSource database, String folder) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .loggers(Quiet.class.getName())
        .dataSource(database)
        .locations("classpath:db/migration/" + folder);
  }

  /** Flyway's log, unread: what goes wrong it throws too. Public because Flyway makes it. */
  public static final class Quiet implements LogCreator, Log {

    @Override
    public Log createLogger(Class<?> owner) {
      return this;
    }

    @Override
    public void debug(String message) {}

    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {}

    @Override
    public void error(String message) {}

    @Override
    public void error(String message, Exception failure) {}

    @Override
    public void notice(String message) {}
  }
}
