package dev.flowcell.store.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** What is different from database to database. Thread-safe. */
interface Dialect {

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

  /** What is wrong and what to do, in one line that names the database. */
  String explain(Throwable failure);
}
