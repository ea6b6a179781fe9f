package dev.flowcell.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.FlowRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.RunStoreContract;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRunStoreTest extends RunStoreContract {

  @TempDir private Path home;

  private final List<String> notices = new CopyOnWriteArrayList<>();

  @Override
  protected RunStore open() {
    return RunStores.lazy(home.resolve("flowcell.db"), notices::add);
  }

  @AfterEach
  void no_store_has_given_up() {
    assertThat(notices).isEmpty();
  }

  @Test
  void several_stores_use_one_file_at_once() throws Exception {
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
  void one_store_sees_what_another_has_kept() {
    RunStore writer = store();
    RunStore reader = store();
    assertThat(reader.find("01A")).isEmpty();

    writer.onEvent(created("01A"));
    writer.flowRuns(new FlowRunQuery(null, 1));

    assertThat(reader.find("01A")).isPresent();
  }

  @Test
  void closing_keeps_what_came_in_before() {
    RunStore store = store();
    for (int i = 0; i < 10_000; i++) {
      store.onEvent(created("run-" + i));
    }
    store.close();
    store.onEvent(created("too-late"));

    List<FlowRun> kept = store().flowRuns(new FlowRunQuery(null, 20_000));
    assertThat(kept).hasSize(10_000);
  }
}
