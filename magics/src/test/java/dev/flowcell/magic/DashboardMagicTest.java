package dev.flowcell.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.Session;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.library.Libraries;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.testing.RecordingOutput;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardMagicTest {

  private final JShellCells java = new JShellCells();
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final RecordingOutput output = new RecordingOutput();
  private final CurrentCell cell = new CurrentCell(output);
  private final Session session = Session.open(cell, java, store, Clock.systemUTC());
  private final MagicContext context =
      new MagicContext(
          session.engine(),
          session.definitions(),
          store,
          java,
          cell,
          session.renderers(),
          new Libraries(),
          Clock.systemUTC(),
          "1");
  private final CellRunner runner = new CellRunner(context);

  @AfterEach
  void close() {
    context.dashboard().close();
    session.close();
    java.close();
    store.close();
  }

  @Test
  void serves_the_runs_until_it_is_stopped() throws Exception {
    run("%flow\nvoid exam() {}\nexam();");

    String told = run("%dashboard");
    URI address = URI.create(told.split("\\s+")[1]);

    assertThat(get(address)).contains("Welcome");
    assertThat(get(address.resolve("/api/runs?" + address.getQuery()))).contains("\"exam\"");
    assertThat(run("%dashboard --port 5000")).startsWith("Dashboard: " + address);
    assertThat(run("%dashboard stop")).isEqualTo("The dashboard has stopped.");
    assertThatThrownBy(() -> get(address)).isInstanceOf(ConnectException.class);
    assertThat(run("%dashboard stop")).isEqualTo("No dashboard runs in this kernel.");
  }

  @Test
  void what_the_server_logs_is_not_shown_in_cells() throws Exception {
    URI address = URI.create(run("%dashboard").split("\\s+")[1]);
    get(address.resolve("/nothing?" + address.getQuery()));

    assertThat(output.sent()).isEmpty();
  }

  @Test
  void a_port_that_is_none_is_refused() {
    CellResult result = runner.run(new CellSource("", 1, "%dashboard --port 70000"));

    assertThat(((CellResult.Failed) result).error().message())
        .contains("--port needs a number from 1 to 65535, not 70000");
  }

  private String run(String text) {
    CellSource source = new CellSource("", 1, text);
    cell.begin(source, output, CellInput.NONE);
    CellResult result = runner.run(source);
    return result instanceof CellResult.Value value ? value.bundle().text() : "";
  }

  private static String get(URI address) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
