package dev.flowcell.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.jdbc.RunStores;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page comes in two parts: its frame at once, and what is asked of the store. */
class FrameTest {

  private final InMemoryRunStore store = new InMemoryRunStore();
  private final Clock clock = Clock.fixed(Runs.NOON.plusSeconds(60), ZoneOffset.UTC);
  private Dashboard dashboard;

  @BeforeEach
  void start() throws IOException {
    Runs.completed(store, "01A", "exam");
    dashboard = Dashboard.start(store, null, DashboardOptions.local(0), clock);
  }

  @AfterEach
  void stop() {
    dashboard.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/runs", "/flows", "/schedules", "/logs"})
  @Timeout(60)
  void the_frame_is_there_while_the_store_has_not_answered(String path) throws IOException {
    BufferedReader page;
    synchronized (store) { // by which it answers nobody else
      page = Visitor.program(dashboard).reader(path);
      String frame = readUntil(page, "<main id=\"main\">");
      assertThat(frame).contains("</style>").contains("aria-current=\"page\"");
    }
    assertThat(readUntil(page, "</html>")).contains("<h1>").contains("<footer>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/runs/01X", "/task-runs/01X", "/flows/start?flow=x"})
  void what_is_not_there_has_no_frame(String path) {
    HttpResponse<String> answer = Visitor.program(dashboard).get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("role=\"alert\">").doesNotContain("<header>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?days=0", "/runs?limit=x", "/runs?from=x", "/logs?level=x"})
  void words_that_mean_nothing_are_refused_before_the_frame(String path) {
    assertThat(Visitor.program(dashboard).get(path).statusCode()).isEqualTo(400);
  }

  @Test
  void a_store_that_fails_behind_the_frame_is_told_of_in_its_place(@TempDir Path home)
      throws Exception {
    try (RunStore broken = RunStores.open(home, "", notice -> {});
        Dashboard own = Dashboard.start(broken, null, DashboardOptions.local(0), clock)) {
      Runs.completed(broken, "01A", "exam");
      assertThat(broken.flush(Duration.ofSeconds(30))).isTrue();
      try (Connection file =
              DriverManager.getConnection("jdbc:sqlite:" + home.resolve("flowcell.db"));
          Statement statement = file.createStatement()) {
        statement.execute("ALTER TABLE flow_run RENAME TO elsewhere");
      }
      Visitor program = Visitor.program(own);

      assertThat(program.get("/api/runs").statusCode()).isEqualTo(503);
      assertThat(program.get("/runs").body())
          .containsSubsequence(
              "</header>",
              "<h1>Service Unavailable</h1>",
              "role=\"alert\">Runs can't be read: ",
              "<footer>",
              "</html>")
          .doesNotContain("id=\"live\"");
    }
  }

  @Test
  void a_visitor_that_goes_in_the_middle_holds_up_nobody() throws IOException {
    synchronized (store) {
      for (int i = 0; i < 5; i++) {
        Visitor.program(dashboard).reader("/runs").close();
      }
    }

    assertThat(Visitor.program(dashboard).get("/runs").body()).contains("/runs/01A");
  }

  @Test
  void the_parts_are_packed_for_who_can_unpack_them() throws IOException {
    String request =
        "GET /runs HTTP/1.0\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nAccept-Encoding: gzip, br\r\n\r\n"
            .formatted(dashboard.port(), Visitor.token(dashboard));
    try (Socket socket = new Socket("127.0.0.1", dashboard.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      int body = text.indexOf("\r\n\r\n") + 4;

      assertThat(text.substring(0, body)).containsIgnoringCase("Content-Encoding: gzip\r\n");
      byte[] packed = Arrays.copyOfRange(answer, body, answer.length);
      try (GZIPInputStream page = new GZIPInputStream(new ByteArrayInputStream(packed))) {
        assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8))
            .contains("</header>", "/runs/01A", "</html>");
      }
    }
  }

  private static String readUntil(BufferedReader page, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      String line = page.readLine();
      assertThat(line).as("the page ends before " + end + ": " + text).isNotNull();
      text.append(line).append('\n');
    }
    return text.toString();
  }
}
