package dev.flowcell.store.jdbc;

import dev.flowcell.schedule.ScheduleStoreContract;
import dev.flowcell.store.RunStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteSchedulesTest extends ScheduleStoreContract {

  @TempDir private Path home;

  @Override
  protected RunStore open() {
    return RunStores.open(home, "", notice -> {});
  }
}
