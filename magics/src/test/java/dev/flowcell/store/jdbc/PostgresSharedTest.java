package dev.flowcell.store.jdbc;

import dev.flowcell.store.RunStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("full")
class PostgresSharedTest extends SharedStoreContract {

  private PostgresAddress address = new PostgresAddress("", "", "", "", "");

  @BeforeEach
  void make_a_database() throws SQLException {
    address = PostgresAddress.parse(RealPostgres.newDatabase()).orElseThrow();
  }

  @Override
  RunStore open(Path home, BlockingQueue<String> notices) {
    return new JdbcRunStore(
        database(home), home.resolve("journal"), notices::add, Clock.systemUTC());
  }

  @Override
  Dialect database(Path home) {
    return new PostgresDatabase(address);
  }
}
