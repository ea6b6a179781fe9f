package dev.flowcell.dashboard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.store.InMemoryRunStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees and does what; requests that nobody honest makes. */
class AccessTest {

  private final InMemoryRunStore store = new InMemoryRunStore();
  private Dashboard dashboard;

  @BeforeEach
  void start() throws IOException {
    Runs.running(store, "01EXAM", "secretExam");
    dashboard = Dashboard.start(store, null, DashboardOptions.local(0), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    dashboard.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/runs",
        "/runs/01EXAM",
        "/flows",
        "/logs",
        "/schedules",
        "/api",
        "/api/runs",
        "/live",
        "/?token=wrong",
        "/?token=",
        "/runs/01EXAM/delete",
        "/nothing"
      })
  void without_the_token_nothing_of_a_run_is_shown(String path) {
    HttpResponse<String> answer = Visitor.stranger(dashboard).get(path);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).doesNotContain("secretExam").doesNotContain("kept in");
  }

  @Test
  void the_token_in_the_address_gives_a_cookie_that_no_script_and_no_other_site_gets() {
    HttpResponse<String> answer =
        Visitor.stranger(dashboard).get("/runs?state=failed&token=" + Visitor.token(dashboard));

    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly")
        .contains("SameSite=Strict")
        .doesNotContain(Visitor.token(dashboard));
    assertThat(answer.body()).contains("0;url=/runs?state=failed\"").doesNotContain("secretExam");
    assertThat(Visitor.browser(dashboard).get("/runs").body()).contains("secretExam");
  }

  @Test
  void the_log_in_form_takes_the_token_and_no_other() {
    Visitor stranger = Visitor.stranger(dashboard);

    assertThat(stranger.post("/login", Map.of("token", "wrong")).statusCode()).isEqualTo(401);
    HttpResponse<String> answer =
        stranger.post("/login", Map.of("token", Visitor.token(dashboard)));
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Set-Cookie")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", ""})
  void a_name_that_a_strangers_dns_has_made_up_is_refused(String host) {
    String answer =
        Visitor.program(dashboard)
            .raw(
                "GET /api/runs HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                    .formatted(
                        host.replace("PORT", String.valueOf(dashboard.port())),
                        Visitor.token(dashboard)));

    assertThat(answer).doesNotContain("secretExam").containsPattern("^HTTP/1.1 40[03]");
  }

  @Test
  void a_page_of_another_site_changes_nothing() {
    AtomicReference<String> cancelled = new AtomicReference<>();
    store.onCancelRequest(cancelled::set);
    Visitor browser = Visitor.browser(dashboard);
    String form = browser.secret("/runs/01EXAM");
    Visitor otherSite = Visitor.browser(dashboard, "http://127.0.0.1:1");

    assertThat(otherSite.post("/runs/01EXAM/cancel", Map.of("form", form)).statusCode())
        .isEqualTo(403);
    assertThat(browser.post("/runs/01EXAM/cancel", Map.of()).statusCode()).isEqualTo(403);
    assertThat(browser.post("/runs/01EXAM/cancel", Map.of("form", "guess")).statusCode())
        .isEqualTo(403);
    assertThat(
            Visitor.stranger(dashboard)
                .post("/api/runs/01EXAM/cancel?token=" + Visitor.token(dashboard), Map.of())
                .statusCode())
        .isEqualTo(401);
    assertThat(cancelled).hasNullValue();

    assertThat(browser.post("/runs/01EXAM/cancel", Map.of("form", form)).statusCode())
        .isEqualTo(303);
    assertThat(cancelled).hasValue("01EXAM");
  }

  @Test
  void a_program_changes_things_by_the_token_in_its_header() {
    HttpResponse<String> answer =
        Visitor.program(dashboard).post("/api/runs/01EXAM/cancel", Map.of());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("secretExam 01EXAM is asked to end.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/static/../../../../etc/passwd",
        "/static/..%2f..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd",
        "/static/Access.class",
        "/static/..\\..\\etc\\passwd",
        "/runs/..%2f..%2fetc%2fpasswd",
        "/static/dashboard.css%00.svg"
      })
  void no_path_leads_to_a_file_outside(String path) {
    String answer =
        Visitor.program(dashboard)
            .raw(
                "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                    .formatted(path, dashboard.port(), Visitor.token(dashboard)));

    assertThat(answer).doesNotContain("root:").containsPattern("^HTTP/1.1 40[04]");
  }

  @Test
  void what_is_too_large_is_not_read() {
    String large = "x".repeat(100_000);

    assertThat(Visitor.program(dashboard).post("/login", Map.of("token", large)).statusCode())
        .isIn(400, 413);
    assertThat(Visitor.program(dashboard).get("/runs?text=" + "x".repeat(2_001)).statusCode())
        .isEqualTo(400);
    assertThat(Visitor.program(dashboard).get("/runs?text=" + "x".repeat(20_000)).statusCode())
        .isIn(414, 431);
  }

  @Test
  @Timeout(20)
  void bodies_that_come_drop_by_drop_hold_up_nobody() throws IOException {
    String begun = "POST /login HTTP/1.1\r\nHost: %s\r\nContent-Length: 9000\r\n\r\ntoken=";
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Socket socket = new Socket("127.0.0.1", dashboard.port());
      slow.add(socket);
      socket.getOutputStream().write(begun.formatted(host()).getBytes(US_ASCII));
    }

    assertThat(Visitor.program(dashboard).get("/api/runs").statusCode()).isEqualTo(200);

    for (Socket socket : slow) {
      socket.close();
    }
  }

  @Test
  void what_cannot_be_understood_is_the_visitors_mistake() {
    String broken =
        "POST /login HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            .formatted(host());

    assertThat(Visitor.stranger(dashboard).raw(broken)).startsWith("HTTP/1.1 400");
    assertThat(Visitor.program(dashboard).get("/api/runs?from=-999999999-01-01").statusCode())
        .isEqualTo(400);
    assertThat(Visitor.program(dashboard).get("/api/runs/01EXAM/cancel").statusCode())
        .isEqualTo(405);
  }

  private String host() {
    return "127.0.0.1:" + dashboard.port();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nothing", "/api/runs", "/static/dashboard.js"})
  void every_answer_forbids_scripts_but_ours_and_frames(String path) {
    HttpResponse<String> answer = Visitor.program(dashboard).get(path);

    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("script-src 'self';")
        .contains("frame-ancestors 'none'");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/login"})
  void only_the_style_that_a_page_brings_is_allowed(String path) throws Exception {
    HttpResponse<String> answer = Visitor.program(dashboard).get(path);

    String page = answer.body();
    int begin = page.indexOf("<style>") + "<style>".length();
    String style = page.substring(begin, page.indexOf("</style>"));
    String hash =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(style.getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("style-src 'sha256-" + hash + "';");
  }

  @Test
  void a_browser_keeps_what_all_pages_share_and_nothing_of_a_run() {
    Visitor program = Visitor.program(dashboard);

    assertThat(program.get("/static/dashboard.js").headers().firstValue("Cache-Control"))
        .hasValue("private, max-age=60");
    assertThat(program.get("/runs").headers().firstValue("Cache-Control"))
        .hasValue("private, no-cache");
  }

  @Test
  void a_taken_port_gives_the_next_one() throws IOException {
    DashboardOptions taken = DashboardOptions.local(dashboard.port());
    try (Dashboard next = Dashboard.start(store, null, taken, Clock.systemUTC())) {
      assertThat(next.port()).isGreaterThan(dashboard.port());
      assertThat(Visitor.program(next).get("/api/runs").body()).contains("secretExam");
      assertThat(Visitor.program(dashboard).get("/api/runs").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_closed_one_is_gone() {
    int port = dashboard.port();
    dashboard.close();

    assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void a_token_that_can_be_guessed_is_refused() {
    for (String token : List.of("", "short", "sixteen characters", "0123456789abcde\n")) {
      assertThatThrownBy(() -> new DashboardOptions("127.0.0.1", 0, token))
          .hasMessageContaining("16 to 256");
    }
  }
}
