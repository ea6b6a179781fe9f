package dev.flowcell.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.State;
import dev.flowcell.run.StoredValue;
import dev.flowcell.schedule.CatchUp;
import dev.flowcell.schedule.Overlap;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.Timing;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.store.Offer;
import dev.flowcell.store.RunRequest;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.jdbc.RunStores;
import dev.flowcell.store.results.Results;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show and do. */
class PagesTest {

  private static final String EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>";

  private final InMemoryRunStore store = new InMemoryRunStore();
  private final Clock clock = Clock.fixed(Runs.NOON.plusSeconds(60), ZoneOffset.UTC);
  private Dashboard dashboard;
  private Visitor program;

  @BeforeEach
  void start() throws IOException {
    dashboard = Dashboard.start(store, null, DashboardOptions.local(0), clock);
    program = Visitor.program(dashboard);
  }

  @AfterEach
  void stop() {
    dashboard.close();
  }

  @Test
  void a_store_without_runs_teaches_the_first_flow() {
    assertThat(program.get("/").body()).contains("No runs yet").contains("%flow");
    assertThat(program.get("/runs").body()).contains("No runs yet");
    assertThat(program.get("/flows").body()).contains("No runs yet");
  }

  @Test
  void runs_are_narrowed_down_by_the_address() {
    Runs.completed(store, "01A", "exam");
    Runs.failed(store, "01B", "exam");
    Runs.running(store, "01C", "report");

    assertThat(ids("/api/runs")).containsExactly("01C", "01B", "01A");
    assertThat(ids("/api/runs?flow=exam&state=failed")).containsExactly("01B");
    assertThat(ids("/api/runs?state=failed,running")).containsExactly("01C", "01B");
    assertThat(ids("/api/runs?order=oldest&limit=2")).containsExactly("01A", "01B");
    assertThat(ids("/api/runs?from=2026-03-02")).isEmpty();
    assertThat(ids("/api/runs?after=01B")).containsExactly("01A");
    assertThat(program.get("/runs?flow=exam").body())
        .contains("/runs/01A")
        .doesNotContain("/runs/01C")
        .contains("<option selected>exam</option>");
    assertThat(program.get("/runs?limit=1").body()).contains("/runs?limit=1&amp;after=01C");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"from=yesterday", "limit=0", "limit=many", "order=sideways", "until=2026-02-30"})
  void words_that_mean_nothing_are_refused_by_name(String words) {
    HttpResponse<String> answer = program.get("/api/runs?" + words);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("error").asText()).startsWith(words.split("=")[0] + " ");
  }

  @Test
  void every_page_is_there_for_programs_too() {
    Runs.madeOf(store, "01A", "exam");
    offer("exam");
    schedule("nightly");

    for (Page<?> page : Pages.all()) {
      String path =
          Guide.address(page).replace("{id}", page.path().startsWith("/task") ? "01A-T" : "01A");
      HttpResponse<String> answer = program.get(path + "?flow=exam");
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(json(answer)).as(path).isNotEmpty();
    }
  }

  @Test
  void tools_read_what_programs_can_ask() {
    JsonNode paths = json(program.get("/api/openapi.json")).get("paths");

    assertThat(paths.size()).isEqualTo(Pages.all().size() + Pages.actions().size() - 1);
    assertThat(paths.at("/~1api~1runs/get/parameters").findValuesAsText("name"))
        .contains("flow", "state", "after");
    assertThat(paths.at("/~1api~1runs~1{id}~1cancel/post/parameters/0/in").asText())
        .isEqualTo("path");
    assertThat(paths.at("/~1api~1prune/post/requestBody/content").findValue("days")).isNotNull();
  }

  @Test
  void hostile_text_stays_text_on_every_page() {
    Runs.madeOf(store, "01EVIL", EVIL);
    offer(EVIL);
    schedule(EVIL);
    String search = "?text=" + View.encode(EVIL) + "&flow=" + View.encode(EVIL);

    for (String path :
        List.of(
            "/",
            "/runs",
            "/runs" + search,
            "/runs/01EVIL",
            "/runs/01EVIL/delete",
            "/runs/" + View.encode(EVIL).replace("%2F", "/"),
            "/task-runs/01EVIL-T",
            "/flows",
            "/flows/start" + search,
            "/schedules",
            "/logs",
            "/logs" + search,
            "/runs?order=" + View.encode(EVIL),
            "/runs?said=" + View.encode(EVIL))) {
      String page = program.get(path).body();
      assertThat(page).as(path).doesNotContain("<script>").doesNotContain("<img src=x");
      assertThat(page).as("no attribute ends early: " + path).doesNotContain("\"\"'");
    }
  }

  @Test
  void a_spreadsheet_gets_no_formula() {
    Runs.completed(store, "01A", "=HYPERLINK(\"http://evil.example\")");

    HttpResponse<String> answer = program.get("/runs?format=csv");

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(answer.body())
        .startsWith("\"id\",\"flow\",")
        .contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\"");
  }

  @Test
  void logs_are_searched_in_all_runs_and_page_by_page() {
    Runs.running(store, "01A", "exam");
    for (int i = 1; i <= 5; i++) {
      Runs.line(store, "01A", "loaded " + i + " rows");
    }

    assertThat(program.get("/api/logs?text=LOADED%203").body()).contains("loaded 3 rows");
    assertThat(program.get("/api/logs?text=nothing").body()).isEqualTo("[ ]");
    assertThat(program.get("/api/logs?level=error").body()).isEqualTo("[ ]");
    String page = program.get("/logs?limit=2").body();
    assertThat(page).contains("loaded 5").contains("Earlier lines").doesNotContain("loaded 3");
    String earlier = page.replaceFirst("(?s).*href=\"(/logs\\?[^\"]*before=\\d+)\".*", "$1");
    assertThat(program.get(earlier.replace("&amp;", "&")).body())
        .contains("loaded 3")
        .doesNotContain("loaded 5");
  }

  @Test
  void a_line_shows_where_what_was_looked_for_stands() {
    Runs.running(store, "01A", "exam");
    Runs.line(store, "01A", "5 < 6 Rows, 7 rows");

    assertThat(program.get("/logs?text=rows").body())
        .contains("> 5 &lt; 6 <mark>Rows</mark>, 7 <mark>rows</mark></li>");
    assertThat(program.get("/logs?text=5%20%3C").body()).contains("<mark>5 &lt;</mark> 6");
  }

  @Test
  void no_more_runs_are_shown_than_a_browser_paints_at_once() {
    for (int i = 10; i < 40; i++) {
      Runs.completed(store, "01" + i, "exam");
    }

    assertThat(ids("/api/runs")).hasSize(25);
    assertThat(program.get("/runs").body()).contains("/runs?after=0115");
  }

  @Test
  void an_open_page_is_told_of_changes() throws InterruptedException {
    Runs.running(store, "01A", "exam");
    BlockingQueue<String> told = new ArrayBlockingQueue<>(1_000);
    Stream<String> lines = program.follow("/live");
    Thread reader = new Thread(() -> lines.filter(l -> l.startsWith("data:")).forEach(told::add));
    reader.setDaemon(true);
    reader.start();
    assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("data: .");

    Runs.line(store, "01A", "more");

    assertThat(told.poll(1, TimeUnit.MINUTES)).isIn("data: 01A", "data: *");
  }

  @Test
  void prometheus_counts_runs_by_their_states() {
    Runs.completed(store, "01A", "exam");
    Runs.failed(store, "01B", "exam");
    Runs.failed(store, "01C", "exam");

    assertThat(program.get("/metrics").body())
        .contains("\nflowcell_flow_runs{state=\"completed\"} 1\n")
        .contains("\nflowcell_flow_runs{state=\"failed\"} 2\n")
        .contains("\nflowcell_flow_runs_late 0\n");
  }

  @Test
  void an_ended_run_is_not_cancelled_and_the_answer_says_why() {
    Runs.completed(store, "01A", "exam");

    HttpResponse<String> answer = program.post("/api/runs/01A/cancel", Map.of());

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).get("error").asText())
        .isEqualTo("exam 01A has ended already: Completed");
  }

  @Test
  void deleting_asks_first_and_says_what_is_gone() {
    Runs.madeOf(store, "01A", "exam");

    assertThat(program.get("/runs/01A/delete").body())
        .contains("Delete exam 01A with 1 task run and 1 log line?");
    assertThat(store.flowRun("01A")).isPresent();
    HttpResponse<String> answer = program.post("/runs/01A/delete", Map.of());
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(store.flowRun("01A")).isEmpty();
    assertThat(program.get(answer.headers().firstValue("Location").orElseThrow()).body())
        .contains("exam 01A is deleted: 1 flow run with 1 task run and 1 log line.");
  }

  @Test
  void old_runs_are_counted_before_they_are_deleted() {
    Runs.completed(store, "01A", "exam");

    assertThat(next(program.get("/prune?days=1"))).contains("No run is older than 1 day.");
    assertThat(store.flowRun("01A")).isPresent();
    assertThat(program.get("/prune?days=none").statusCode()).isEqualTo(400);
  }

  @Test
  void a_flow_is_run_with_the_arguments_of_its_form() {
    List<RunRequest> requests = new ArrayList<>();
    offer("exam");
    store.onRequest(
        request -> {
          requests.add(request);
          store.answer(request.id(), new RunRequest.Accepted("01NEW"));
        });

    assertThat(program.get("/flows/start?flow=exam").body())
        .contains("type=\"number\" step=\"1\" name=\"parameter.year\" value=\"2026\"")
        .contains("name=\"parameter.strict\"");
    HttpResponse<String> answer =
        program.post(
            "/flows/start",
            Map.of("flow", "exam", "parameter.year", "2027", "parameter.strict", "true"));

    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .startsWith("/runs/01NEW?said=");
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0))
        .isInstanceOfSatisfying(
            RunRequest.Start.class,
            start ->
                assertThat(start.parametersJson())
                    .isEqualTo("{\"year\":\"2027\",\"strict\":\"true\"}"));
  }

  @Test
  void a_kernel_that_refuses_says_why() {
    Runs.failed(store, "01A", "exam");
    offer("exam");
    store.onRequest(
        request -> store.answer(request.id(), new RunRequest.Refused("it has changed")));

    assertThat(program.post("/api/runs/01A/resume", Map.of()).statusCode()).isEqualTo(409);
    assertThat(next(program.post("/runs/01A/resume", Map.of())))
        .contains("<p class=\"note bad\" role=\"alert\">it has changed</p>")
        .contains("01A");
  }

  @Test
  void a_flow_that_no_kernel_has_is_not_offered() {
    Runs.failed(store, "01A", "exam");

    assertThat(program.get("/runs/01A").body()).doesNotContain("Run again");
    assertThat(program.post("/api/runs/01A/resume", Map.of()).body())
        .contains("open its notebook and run its cells first");
  }

  @Test
  void a_schedule_is_paused_and_goes_on() {
    schedule("nightly");

    program.post("/schedules/pause", Map.of("name", "nightly"));
    assertThat(store.schedules().find("nightly").orElseThrow().isPaused()).isTrue();
    assertThat(program.get("/schedules").body()).contains(">Resume<");
    program.post("/schedules/resume", Map.of("name", "nightly"));
    assertThat(store.schedules().find("nightly").orElseThrow().isPaused()).isFalse();
    assertThat(next(program.post("/schedules/pause", Map.of("name", "x"))))
        .contains("There is no schedule x any more.");
  }

  @Test
  void a_schedule_is_deleted_when_a_visitor_has_said_so_twice() {
    schedule("nightly");

    assertThat(program.get("/schedules/delete?name=nightly").body()).contains("Its runs stay.");
    assertThat(store.schedules().find("nightly")).isPresent();
    assertThat(next(program.post("/schedules/delete?name=nightly", Map.of())))
        .contains("The schedule nightly is deleted.");
    assertThat(store.schedules().find("nightly")).isEmpty();
  }

  @Test
  void what_was_typed_is_kept_where_the_kernel_refuses_it() {
    offer("exam");
    store.onRequest(
        request -> store.answer(request.id(), new RunRequest.Refused("year needs a value")));

    assertThat(
            next(
                program.post(
                    "/flows/start",
                    Map.of("flow", "exam", "parameter.year", "1 & 2", "parameter.strict", "true"))))
        .contains("role=\"alert\">year needs a value</p>")
        .contains("name=\"parameter.year\" value=\"1 &amp; 2\"")
        .contains("<option selected>true</option>");
  }

  @Test
  void a_flow_is_run_again_with_the_values_of_the_run_as_far_as_they_can_be_typed() {
    FlowRun run =
        new FlowRun(
            "01A",
            "exam",
            null,
            new TreeMap<>(
                Map.of(
                    "day",
                    "2026-03-01",
                    "list",
                    "[1, 2]",
                    "names",
                    "[Ada, Bob]",
                    "point",
                    "Point[x=3]")),
            "exam.ipynb",
            4,
            "",
            Runs.NOON,
            List.of(State.pending(Runs.NOON)));

    assertThat(StartPage.address(run))
        .isEqualTo("/flows/start?flow=exam&parameter.day=2026-03-01&parameter.list=%5B1%2C%202%5D");
  }

  @Test
  void values_are_typed_by_what_fits_their_type() {
    store.offer(
        "exam.ipynb",
        List.of(
            new Offer.Flow(
                "exam",
                List.of(
                    new Offer.Parameter("level", "Level", null, List.of("LOW", "HIGH")),
                    new Offer.Parameter("day", "java.time.LocalDate", null)))));

    assertThat(program.get("/flows/start?flow=exam&parameter.level=HIGH").body())
        .contains("<option>LOW</option>")
        .contains("<option selected>HIGH</option>")
        .contains("<input type=\"date\" name=\"parameter.day\"");
  }

  @Test
  void what_runs_now_is_counted_whenever_it_was_created_and_the_rest_by_the_days() {
    Clock later = Clock.offset(clock, Duration.ofDays(40));
    Runs.running(store, "01A", "exam");
    Runs.failed(store, "01B", "exam");
    try (Dashboard month = Dashboard.start(store, null, DashboardOptions.local(0), later)) {
      JsonNode overview = json(Visitor.program(month).get("/api"));

      assertThat(overview.get("now").get("running").asInt()).isEqualTo(1);
      assertThat(overview.get("counts").get("total").asInt()).isZero();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void files_of_results_go_with_their_runs(@TempDir Path home) throws Exception {
    Results results = Results.unread(home.resolve("results"));
    StoredValue value = results.keep("too long for a row ".repeat(10_000));
    try (RunStore kept = RunStores.open(home, "", notice -> {})) {
      Runs.returned(kept, "01A", value);
      kept.flush(Duration.ofSeconds(30));
      try (Dashboard own = Dashboard.start(kept, results, DashboardOptions.local(0), clock)) {
        assertThat(results.load(value)).isNotNull();
        Visitor.program(own).post("/runs/01A/delete", Map.of());
        assertThatThrownBy(() -> results.load(value)).hasMessageContaining("gone");
      }
    }
  }

  /** The page that an action leads to. */
  private String next(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(303);
    return program.get(answer.headers().firstValue("Location").orElseThrow()).body();
  }

  private void offer(String flow) {
    List<Offer.Parameter> parameters =
        List.of(
            new Offer.Parameter("year", "int", "2026"),
            new Offer.Parameter("strict", "boolean", null));
    store.offer("exam.ipynb", List.of(new Offer.Flow(flow, parameters)));
  }

  private void schedule(String name) {
    store
        .schedules()
        .put(
            new Schedule(
                name,
                name,
                name,
                new Timing.Every(Duration.ofMinutes(15), Runs.NOON),
                Map.of("year", name),
                CatchUp.LAST,
                Overlap.SKIP,
                false,
                false,
                Runs.NOON.plusSeconds(900)));
  }

  private List<String> ids(String path) {
    return json(program.get(path)).findValuesAsText("id");
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(answer.body(), e);
    }
  }
}
