package dev.flowcell.store.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** What is different from database to database. Thread-safe. */
interface Dialect extends AutoCloseable {

  /** Which database and where, in a few words. */
  String describe();

  /**
   * Makes the database where there is none, and brings its tables up to date.
   *
   * @throws UnusableDatabaseException when it is not ours to use; the message says why
   */
  void prepare() throws IOException, SQLException, UnusableDatabaseException;

  /** A connection for writing, whose transactions take their turn among those of all processes. */
  Connection connectToWrite() throws SQLException;

  /** A connection for reading, which neither waits for writers nor makes them wait. */
  Connection connectToRead() throws SQLException;

  /** What others write, as the connection of the writer learns it. */
  News news(Jdbc writer);

  /**
   * Tells those who listen, once the transaction under way is committed; for databases that don't
   * do so by themselves.
   *
   * @param flowRunIds those that have changed; none where it may be anything
   */
  default void tell(Jdbc jdbc, Set<String> flowRunIds) throws SQLException {}

  /** Whether somebody has cut a connection to a database that may be well. */
  default boolean isCut(Throwable failure) {
    return false;
  }

  /** Connections that are kept for later may be cut like the one that failed: new ones are made. */
  default void discardConnections() {}

  /** The type of ids, whose order is that of their bytes. */
  String idType();

  /**
   * Gives back the room that deleted rows leave, where the database does not do so by itself.
   *
   * @return how many bytes
   */
  default long reclaim() throws SQLException {
    return 0;
  }

  /**
   * SQL for a text that LIKE compares with a pattern of small letters; whether letters outside
   * ASCII match in both cases is open.
   */
  String caseless(String text);

  /** SQL for the time by the database's clock, in microseconds. */
  String now();

  /** What may go wrong in a database that can be used, and what to do; in one line. */
  default Optional<String> caution() {
    return Optional.empty();
  }

  /** What is wrong and what to do, in one line that names the database and no password. */
  String explain(Throwable failure);

  /** Lets go of what is kept open for connections to come. */
  @Override
  default void close() {}
}
