package dev.flowcell.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunEvent.FlowRunCreated;
import dev.flowcell.run.State;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.RunStoreException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path home;

  @Test
  void the_way_of_postgres_own_programs_is_understood() {
    assertThat(
            PostgresAddress.parse("postgresql://ada:p%40ss+w%2F@db.lab:5433/runs?sslmode=require"))
        .contains(new PostgresAddress("db.lab:5433", "runs", "ada", "p@ss+w/", "sslmode=require"));
    assertThat(PostgresAddress.parse("postgres://db.lab"))
        .contains(new PostgresAddress("db.lab", "", "", "", ""));
  }

  @Test
  void the_way_of_the_driver_is_understood() {
    assertThat(PostgresAddress.parse("jdbc:postgresql://a:1,b:2/runs?user=ada&password=x"))
        .map(PostgresAddress::forDriver)
        .contains("jdbc:postgresql://a:1,b:2/runs?user=ada&password=x");
    assertThat(PostgresAddress.parse("jdbc:postgresql:runs"))
        .map(PostgresAddress::place)
        .contains("localhost/runs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs",
        "mysql://ada:secret@host/db",
        "postgresql:/ada:secret@host/db",
        "postgresql://ada:secret%@host/db"
      })
  void an_address_that_is_none_is_said_without_its_password_and_runs_wait(String url) {
    List<String> notices = new CopyOnWriteArrayList<>();
    FlowRun run =
        new FlowRun("01A", "f", null, Map.of(), "", 1, "", NOON, List.of(State.pending(NOON)));
    try (RunStore store = RunStores.open(home, url, notices::add)) {
      store.onEvent(new FlowRunCreated(run));

      assertThat(store.flowRuns(new FlowRunQuery(null, 10))).containsExactly(run);
      assertThat(notices)
          .singleElement()
          .asString()
          .contains("FLOWCELL_DATABASE_URL is no address of a PostgreSQL database")
          .doesNotContain("secret");
    }
  }

  @Test
  void a_server_that_is_not_there_is_said_without_the_password() {
    List<String> notices = new CopyOnWriteArrayList<>();
    String url = "postgresql://ada:secret@localhost:1/runs";
    try (RunStore store = RunStores.open(home, url, notices::add)) {
      assertThatThrownBy(() -> store.flowRuns(new FlowRunQuery(null, 10)))
          .isInstanceOf(RunStoreException.class)
          .hasMessageContaining("PostgreSQL, localhost:1/runs can't be reached")
          .hasMessageContaining("FLOWCELL_DATABASE_URL")
          .hasMessageNotContaining("secret");
      assertThat(notices).as("there are no runs that wait").isEmpty();
      assertThat(store.describe()).isEqualTo("PostgreSQL, localhost:1/runs");
    }
  }
}
