package dev.flowcell.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database, shared by any number of processes of any machines. The tables are in a
 * schema of their own, {@code flowcell}, unless the address names another as {@code currentSchema}.
 */
final class PostgresDatabase implements Dialect {

  private static final String VARIABLE = "FLOWCELL_DATABASE_URL";
  private static final String SCHEMA = "flowcell";
  private static final int CONNECT_SECONDS = 5;

  /**
   * How long an answer may take: a server that has gone without a word must not hold us for ever.
   */
  private static final int ANSWER_SECONDS = 60;

  /** The writing thread and some queries at once. */
  private static final int CONNECTIONS = 5;

  private static final int IDLE_MILLIS = 60_000;
  private static final int POOL_MILLIS = 10_000;

  /** One question, because another process may be making ours. */
  private static final String TABLES_OF_OTHERS =
      """
      SELECT 1 FROM pg_tables WHERE schemaname = current_schema()
      HAVING NOT bool_or(tablename = 'flyway_schema_history')
      """;

  private final PostgresAddress address;
  private static final Set<String> CUT = Set.of("57P01", "08003", "08006");

  private @Nullable HikariDataSource pool;

  PostgresDatabase(PostgresAddress address) {
    this.address = address;
  }

  @Override
  public String describe() {
    return "PostgreSQL, " + address.place();
  }

  @Override
  public void prepare() throws SQLException, UnusableDatabaseException {
    PGSimpleDataSource source = source();
    String schema = String.valueOf(source.getCurrentSchema());
    try (Connection connection = source.getConnection()) {
      if (isUpToDate(connection, schema)) {
        return;
      }
    }
    // Flyway takes a lock in the database
    Migrations.apply(source, "postgresql", schema);
  }

  private PGSimpleDataSource source() throws UnusableDatabaseException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setURL(address.forDriver());
    } catch (IllegalArgumentException e) {
      // its message has the whole address, with the password
      throw new UnusableDatabaseException("is no address that the driver understands");
    }
    if (!address.user().isEmpty()) {
      source.setUser(address.user());
    }
    if (!address.password().isEmpty()) {
      source.setPassword(address.password());
    }
    if (source.getCurrentSchema() == null) {
      source.setCurrentSchema(SCHEMA);
    }
    source.setApplicationName("flowcell");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    source.setTcpKeepAlive(true);
    source.setReWriteBatchedInserts(true);
    return source;
  }

  private static boolean isUpToDate(Connection connection, String schema)
      throws SQLException, UnusableDatabaseException {
    if (has(connection, TABLES_OF_OTHERS)) {
      throw new UnusableDatabaseException(
          "has tables of another program in its schema %s; add ?currentSchema= and another name to %s"
              .formatted(schema, VARIABLE));
    }
    if (!has(connection, "SELECT 1 WHERE to_regclass('flyway_schema_history') IS NOT NULL")) {
      return false;
    }
    int version = Migrations.version(connection);
    if (version > Migrations.NEWEST) {
      throw new UnusableDatabaseException(
          "was written by a newer Flowcell (schema %d, this one knows %d); update Flowcell"
              .formatted(version, Migrations.NEWEST));
    }
    return version == Migrations.NEWEST;
  }

  private static boolean has(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next();
    }
  }

  @Override
  public Connection connectToWrite() throws SQLException {
    return pool().getConnection();
  }

  @Override
  public Connection connectToRead() throws SQLException {
    Connection connection = pool().getConnection();
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    return connection;
  }

  @Override
  public News news(Jdbc writer) {
    return new PostgresNews(writer);
  }

  @Override
  public void tell(Jdbc jdbc, Set<String> flowRunIds) throws SQLException {
    PostgresNews.tell(jdbc, flowRunIds);
  }

  /** By an administrator (57P01), or on the way (08003, 08006). */
  @Override
  public boolean isCut(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException refused
          && CUT.contains(String.valueOf(refused.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public synchronized void discardConnections() {
    if (pool != null) {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  private synchronized HikariDataSource pool() throws SQLException {
    HikariDataSource open = pool;
    if (open == null) {
      HikariConfig config = new HikariConfig();
      try {
        config.setDataSource(source());
      } catch (UnusableDatabaseException e) {
        throw new SQLException(e);
      }
      config.setPoolName("flowcell-postgresql");
      config.setMaximumPoolSize(CONNECTIONS);
      config.setMinimumIdle(0);
      config.setIdleTimeout(IDLE_MILLIS);
      config.setConnectionTimeout(POOL_MILLIS);
      // whether it can be reached is asked elsewhere
      config.setInitializationFailTimeout(-1);
      open = new HikariDataSource(config);
      pool = open;
    }
    return open;
  }

  @Override
  public String idType() {
    return "text COLLATE \"C\"";
  }

  @Override
  public String caseless(String text) {
    return "lower(" + text + ")";
  }

  @Override
  public String now() {
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)";
  }

  @Override
  public String explain(Throwable failure) {
    return describe() + " " + reason(failure);
  }

  private String reason(Throwable failure) {
    SQLException refused = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnusableDatabaseException) {
        return String.valueOf(cause.getMessage());
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        refused = sql;
      }
    }
    if (refused == null) {
      return failure instanceof FlywayException
          ? "can't be brought up to date (" + failure.getMessage() + ")"
          : "can't be used (" + failure + ")";
    }
    String state = refused.getSQLState();
    return switch (state.substring(0, Math.min(2, state.length()))) {
      case "08" ->
          "can't be reached (%s); start it or change %s".formatted(refused.getMessage(), VARIABLE);
      case "28" ->
          "does not let us in (%s); check user and password in %s"
              .formatted(refused.getMessage(), VARIABLE);
      case "3D" -> "is not there (%s); create the database".formatted(refused.getMessage());
      default -> "can't be used (%s)".formatted(refused.getMessage());
    };
  }

  @Override
  public synchronized void close() {
    if (pool != null) {
      pool.close();
      pool = null;
    }
  }
}
