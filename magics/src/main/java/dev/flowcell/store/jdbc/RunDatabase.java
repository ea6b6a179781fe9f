package dev.flowcell.store.jdbc;

import dev.flowcell.run.RunEvent;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** An open database. Written by one thread, read by any. */
final class RunDatabase implements AutoCloseable {

  /** Something asked of the tables. */
  @FunctionalInterface
  interface Question<T> {
    T ask(RunTables tables) throws SQLException;
  }

  private final Dialect dialect;
  private final Jdbc writer;
  private final RunTables tables;

  private RunDatabase(Dialect dialect, Jdbc writer) {
    this.dialect = dialect;
    this.writer = writer;
    this.tables = new RunTables(writer);
  }

  /** Opens a database; what stands against it is thrown. */
  static RunDatabase open(Dialect dialect)
      throws IOException, SQLException, UnusableDatabaseException {
    dialect.prepare();
    return new RunDatabase(dialect, new Jdbc(dialect.connectToWrite()));
  }

  /** Keeps all of the events. When it throws it has kept none, and can only be closed. */
  void write(List<RunEvent> events) throws SQLException {
    writer.begin();
    for (RunEvent event : events) {
      tables.add(event);
    }
    writer.commit();
  }

  /** Asks on a connection of its own, which sees one state of the database throughout. */
  <T> T read(Question<T> question) throws SQLException {
    try (Jdbc reader = new Jdbc(dialect.connectToRead())) {
      reader.begin();
      return question.ask(new RunTables(reader));
    }
  }

  @Override
  public void close() throws SQLException {
    writer.close();
  }
}
