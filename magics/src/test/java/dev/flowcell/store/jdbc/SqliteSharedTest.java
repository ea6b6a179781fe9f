package dev.flowcell.store.jdbc;

import dev.flowcell.store.RunStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.io.TempDir;

class SqliteSharedTest extends SharedStoreContract {

  @TempDir private Path shared;

  @Override
  RunStore open(Path home, BlockingQueue<String> notices) {
    return new JdbcRunStore(
        database(home), home.resolve("journal"), notices::add, Clock.systemUTC());
  }

  @Override
  Dialect database(Path home) {
    return new SqliteFile(shared.resolve("flowcell.db"));
  }
}
