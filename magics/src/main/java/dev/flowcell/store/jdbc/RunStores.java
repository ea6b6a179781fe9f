package dev.flowcell.store.jdbc;

import dev.flowcell.store.RunStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
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
    Path journal = home.resolve("journal");
    if (databaseUrl.isEmpty()) {
      return open(new SqliteFile(home.resolve("flowcell.db")), journal, notice);
    }
    Optional<PostgresAddress> address = PostgresAddress.parse(databaseUrl);
    if (address.isEmpty()) {
      return open(new MisnamedDatabase(), journal, notice);
    }
    // what waits for one database must not be folded into another
    String place = address.get().place();
    UUID name = UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8));
    return open(new PostgresDatabase(address.get()), home.resolve("journal-" + name), notice);
  }

  private static RunStore open(Dialect database, Path journal, Consumer<String> notice) {
    return new JdbcRunStore(database, journal, notice, Clock.systemDefaultZone());
  }
}
