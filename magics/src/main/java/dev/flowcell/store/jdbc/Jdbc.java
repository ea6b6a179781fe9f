package dev.flowcell.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection and its statements, each prepared once, on first use; closing the connection closes
 * them. Not thread-safe.
 */
final class Jdbc implements AutoCloseable {

  /** Makes a value of the row that a result set stands on. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Looks at the row that a result set stands on, and says whether to go on. */
  @FunctionalInterface
  interface RowVisitor {
    boolean visit(ResultSet row) throws SQLException;
  }

  /** Rows that come at once: PostgreSQL's driver else takes all before it shows the first. */
  private static final int FETCHED = 1000;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  /** Takes the connection over. */
  Jdbc(Connection connection) {
    this.connection = connection;
  }

  /** What the driver's own connection can do. */
  <T> T unwrap(Class<T> type) throws SQLException {
    return connection.unwrap(type);
  }

  /** Begins a transaction. */
  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  /**
   * Ends the transaction. Not by the driver's commit: SQLite's begins the next one at once, and so
   * keeps every other writer out.
   */
  void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  /** Runs a statement and says how many rows it changed. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    return prepare(sql, values).executeUpdate();
  }

  /** Runs a statement once for each row of values. */
  void updateAll(String sql, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    PreparedStatement statement = prepare(sql);
    for (@Nullable Object[] row : rows) {
      bind(statement, row);
      statement.addBatch();
    }
    statement.executeBatch();
  }

  <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    List<T> found = new ArrayList<>();
    scan(sql, row -> found.add(reader.read(row)), values);
    return found;
  }

  /** Shows row after row to the visitor, which must not run this statement again meanwhile. */
  void scan(String sql, RowVisitor visitor, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepare(sql, values);
    statement.setFetchSize(FETCHED);
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next() && visitor.visit(rows)) {
        // the visitor has done the work
      }
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    bind(statement, values);
    return statement;
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) {
        statement.setNull(i + 1, Types.NULL);
      } else if (value instanceof String text) {
        statement.setString(i + 1, ColumnText.encode(text));
      } else if (value instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (value instanceof Integer number) {
        statement.setInt(i + 1, number);
      } else if (value instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        throw new IllegalArgumentException("no column holds a " + value.getClass());
      }
    }
  }

  /** Lets go of the connection; what is not committed has not happened. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** A text of the row, as it was before {@link #update} wrote it. */
  static String text(ResultSet row, String column) throws SQLException {
    return ColumnText.decode(row.getString(column));
  }

  static @Nullable String textOrNull(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : ColumnText.decode(text);
  }

  static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at.truncatedTo(ChronoUnit.MICROS));
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
