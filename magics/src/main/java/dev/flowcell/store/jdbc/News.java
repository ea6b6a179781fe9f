package dev.flowcell.store.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** What others have written into the database, as the writing thread learns it. */
interface News extends AutoCloseable {

  /**
   * From now on there is something to look for.
   *
   * @param bell rung, on any thread, where others may have written something
   * @return whether it is; else only a look tells
   */
  boolean listen(Runnable bell) throws SQLException;

  /** What comes from now on is not looked for. */
  void ignore() throws SQLException;

  /**
   * The flow runs that others have changed since the last look; none of them where it may be
   * anything, empty where nothing has changed.
   */
  Optional<Set<String>> look() throws SQLException;

  /** Lets go of what is held beside the connection, which is closed with it. */
  @Override
  default void close() {}
}
