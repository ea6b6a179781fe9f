package dev.flowcell.store.jdbc;

import dev.flowcell.store.RunStore;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Opens run stores; the door of this room. */
public final class RunStores {

  private RunStores() {}

  /**
   * A store in a SQLite file that is opened, or made, by the first event or query, on a thread of
   * the store's own; nothing of it costs time before.
   *
   * <p>Where the file can't be opened, or later can't be written, the notice is given one line that
   * names the file, the reason and what to do, and the session's runs are kept in memory.
   *
   * @param notice called at most once, on the store's own thread
   */
  public static RunStore lazy(Path database, Consumer<String> notice) {
    return new JdbcRunStore(new SqliteFile(database), notice);
  }
}
