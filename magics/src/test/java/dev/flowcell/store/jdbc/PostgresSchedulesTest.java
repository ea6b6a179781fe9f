package dev.flowcell.store.jdbc;

import dev.flowcell.schedule.ScheduleStoreContract;
import dev.flowcell.store.RunStore;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class PostgresSchedulesTest extends ScheduleStoreContract {

  @TempDir private Path home;

  private String url = "";

  @BeforeEach
  void make_a_database() throws SQLException {
    url = RealPostgres.newDatabase();
  }

  @Override
  protected RunStore open() {
    return RunStores.open(home, url, notice -> {});
  }
}
