package dev.flowcell.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.FlowRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunQuestionsContract;
import dev.flowcell.store.RunStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class PostgresRunStoreTest extends RunQuestionsContract {

  @TempDir private Path home;

  private final List<String> notices = new CopyOnWriteArrayList<>();
  private String url = "";

  @BeforeEach
  void make_a_database() throws SQLException {
    url = RealPostgres.newDatabase();
  }

  @Override
  protected RunStore open() {
    return RunStores.open(home, url, notices::add);
  }

  @AfterEach
  void nothing_went_wrong() {
    assertThat(notices).isEmpty();
  }

  @Test
  void several_stores_use_one_database_at_once() throws Exception {
    List<RunStore> stores = Stream.generate(this::store).limit(4).toList();

    write_from_four_threads(stores, 50);
    stores.forEach(RunStore::close);

    RunStore reader = store();
    assertThat(reader.flowRuns(new FlowRunQuery(null, 1000)))
        .hasSize(200)
        .allMatch(run -> run.history().size() == 3);
    assertThat(find(reader, "3-49").tasks()).hasSize(3);
  }

  @Test
  void connections_that_are_cut_lose_nothing() throws Exception {
    RunStore store = store();
    for (int i = 0; i < 10; i++) {
      store.onEvent(created("a-" + i));
      RealPostgres.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'flowcell'");
      store.onEvent(created("b-" + i));
      assertThat(store.flush(Duration.ofMinutes(1))).isTrue();
    }

    assertThat(store.flowRuns(new FlowRunQuery(null, 100)))
        .extracting(FlowRun::id)
        .hasSize(20)
        .doesNotHaveDuplicates();
  }
}
