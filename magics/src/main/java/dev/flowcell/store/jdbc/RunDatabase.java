package dev.flowcell.store.jdbc;

import dev.flowcell.store.Watchers;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

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
  private final Watchers watchers;
  private final News news;

  /** The flow runs that the transaction under way has changed. */
  private final Set<String> changed = new HashSet<>();

  private boolean isAnything;

  private final ProcessTable processes;
  private final CancelTable cancels;

  private RunDatabase(Dialect dialect, Jdbc writer, Watchers watchers) {
    this.dialect = dialect;
    this.writer = writer;
    this.watchers = watchers;
    news = dialect.news(writer);
    processes = new ProcessTable(writer, dialect.now());
    cancels = new CancelTable(writer, dialect.now());
  }

  /**
   * Opens a database; what stands against it is thrown.
   *
   * @param watchers those who watch what is written here
   */
  static RunDatabase open(Dialect dialect, Watchers watchers)
      throws IOException, SQLException, UnusableDatabaseException {
    dialect.prepare();
    return new RunDatabase(dialect, new Jdbc(dialect.connectToWrite()), watchers);
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
    boolean tells = isAnything || !changed.isEmpty();
    Set<String> told = isAnything ? Set.of() : Set.copyOf(changed);
    isAnything = false;
    changed.clear();
    if (tells) {
      dialect.tell(writer, told);
    }
    writer.commit();
    if (tells) {
      watchers.tell(told);
    }
    return result;
  }

  /** Says which flow runs the transaction under way changes. */
  void changed(Set<String> flowRunIds) {
    changed.addAll(flowRunIds);
  }

  /** Says that the transaction under way changes something else. */
  void changedAnything() {
    isAnything = true;
  }

  /** What others write. */
  News news() {
    return news;
  }

  /** Asks on a connection of its own, which sees one state of the database throughout. */
  <T> T read(Question<T> question) throws SQLException {
    return read(dialect, question);
  }

  /** Asks a database that may not be open for writing. */
  static <T> T read(Dialect dialect, Question<T> question) throws SQLException {
    try (Jdbc reader = new Jdbc(dialect.connectToRead())) {
      reader.begin();
      return question.ask(new RunTables(reader, dialect));
    }
  }

  @Override
  public void close() throws SQLException {
    news.close();
    writer.close();
  }
}
