package dev.flowcell.store.jdbc;

import java.io.IOException;
import java.sql.SQLException;

/** An open database. Written by one thread, read by any. */
final class RunDatabase implements AutoCloseable {

  /** Something asked of the tables. */
  @FunctionalInterface
  interface Question<T> {
    T ask(RunTables tables) throws SQLException;
  }

  /** Something done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  private final Dialect dialect;
  private final Jdbc writer;
  private final ProcessTable processes;
  private final CancelTable cancels;

  private RunDatabase(Dialect dialect, Jdbc writer) {
    this.dialect = dialect;
    this.writer = writer;
    processes = new ProcessTable(writer, dialect.now());
    cancels = new CancelTable(writer, dialect.now());
  }

  /** Opens a database; what stands against it is thrown. */
  static RunDatabase open(Dialect dialect)
      throws IOException, SQLException, UnusableDatabaseException {
    dialect.prepare();
    return new RunDatabase(dialect, new Jdbc(dialect.connectToWrite()));
  }

  /** The connection that {@link #write} works on, for the writing thread. */
  Jdbc writer() {
    return writer;
  }

  ProcessTable processes() {
    return processes;
  }

  CancelTable cancels() {
    return cancels;
  }

  /** Does all of the work, or throws; then none of it is done, and this can only be closed. */
  <T> T write(Work<T> work) throws SQLException {
    writer.begin();
    T result = work.run();
    writer.commit();
    return result;
  }

  /** Asks on a connection of its own, which sees one state of the database throughout. */
  <T> T read(Question<T> question) throws SQLException {
    return read(dialect, question);
  }

  /** Asks a database that may not be open for writing. */
  static <T> T read(Dialect dialect, Question<T> question) throws SQLException {
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
