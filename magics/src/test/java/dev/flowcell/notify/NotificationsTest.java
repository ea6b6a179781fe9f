package dev.flowcell.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.flowcell.flow.Webhook;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.testing.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotificationsTest {

  private static final long LONG = 60;

  private final FakeClock clock = new FakeClock();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<RunEvent> logged = new LinkedBlockingQueue<>();
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start_a_receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook/s3cret",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          received.add(new String(body, StandardCharsets.UTF_8));
          Integer answer = answers.poll();
          exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop_it() {
    server.stop(0);
  }

  @Test
  void a_failed_run_is_told_with_all_that_is_known_of_it() throws Exception {
    Notifications notifications = notifications(new Webhook(address(), false));

    fail(notifications, "exam");

    JsonNode told = next();
    assertThat(told.get("text").textValue())
        .isEqualTo("✗ exam flow-1 Failed in 2.0 s: RuntimeException: \"boom\"");
    assertThat(told.get("id").textValue()).isEqualTo("flow-1");
    assertThat(told.get("flow").textValue()).isEqualTo("exam");
    assertThat(told.get("state").get("type").textValue()).isEqualTo("FAILED");
    assertThat(told.get("parameters").get("year").textValue()).isEqualTo("2026");
    assertThat(told.get("notebook").textValue()).isEqualTo("/n.ipynb");
    assertThat(told.get("endedAt").textValue()).isEqualTo("2026-01-01T00:00:02Z");
  }

  @Test
  void a_receiver_that_fails_first_is_told_again_and_again() throws Exception {
    answers.addAll(List.of(500, 503, 429));

    fail(notifications(new Webhook(address(), false)), "exam");

    for (int i = 0; i < 4; i++) {
      assertThat(next().get("flow").textValue()).isEqualTo("exam");
    }
    assertThat(waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(15));
    assertThat(logged).isEmpty();
  }

  @Test
  void what_can_not_be_told_stands_in_the_log_without_the_secret_part_of_the_address()
      throws Exception {
    answers.addAll(List.of(500, 500, 500, 500, 500));

    fail(notifications(new Webhook(address(), false)), "exam");

    RunEvent.Logged line = (RunEvent.Logged) logged.poll(LONG, TimeUnit.SECONDS);
    assertThat(line.line().flowRunId()).isEqualTo("flow-1");
    assertThat(line.line().message())
        .contains("was not told of this end after 5 attempts: HTTP 500")
        .doesNotContain("s3cret");
  }

  @Test
  void a_request_that_is_refused_is_not_repeated() throws Exception {
    answers.add(404);

    fail(notifications(new Webhook(address(), false)), "exam");

    RunEvent.Logged line = (RunEvent.Logged) logged.poll(LONG, TimeUnit.SECONDS);
    assertThat(line.line().message()).contains("after 1 attempts: HTTP 404");
  }

  @Test
  void where_failures_alone_are_wanted_nothing_else_is_told() throws Exception {
    Notifications notifications = notifications(new Webhook(address(), true));
    notifications.onEvent(new RunEvent.FlowRunCreated(run("flow-0", "exam", null)));
    notifications.onEvent(
        new RunEvent.FlowRunChanged("flow-0", State.completed(clock.instant(), 1)));

    fail(notifications, "exam");

    assertThat(next().get("id").textValue()).isEqualTo("flow-1");
  }

  @Test
  void subflows_and_other_flows_are_not_told_of() throws Exception {
    Notifications notifications = notifications(new Webhook(address(), false));
    notifications.onEvent(new RunEvent.FlowRunCreated(run("sub", "exam", "flow-0")));
    notifications.onEvent(
        new RunEvent.FlowRunChanged("sub", State.failed(clock.instant(), 1, "", "")));
    notifications.onEvent(new RunEvent.FlowRunCreated(run("other", "other", null)));
    notifications.onEvent(
        new RunEvent.FlowRunChanged("other", State.failed(clock.instant(), 1, "", "")));

    fail(notifications, "exam");

    assertThat(next().get("id").textValue()).isEqualTo("flow-1");
  }

  @Test
  void an_address_may_be_a_secret() throws Exception {
    fail(notifications(new Webhook("secret:HOOK", false)), "exam");

    assertThat(next().get("id").textValue()).isEqualTo("flow-1");
  }

  @Test
  void a_crashed_run_is_told_by_who_finds_it() throws Exception {
    Notifications notifications = notifications(new Webhook(address(), true));
    FlowRun run = run("flow-1", "exam", null).with(State.running(clock.instant(), 1));
    clock.advance(Duration.ofSeconds(2));

    notifications.ended(
        run.with(State.crashed(clock.instant(), 1, "its process ended at 00:00:02")));

    assertThat(next().get("text").textValue())
        .isEqualTo("✗ exam flow-1 Crashed in 2.0 s: its process ended at 00:00:02");
  }

  @Test
  void closing_waits_for_what_is_to_be_told() {
    Notifications notifications = notifications(new Webhook(address(), false));
    fail(notifications, "exam");

    notifications.close();

    assertThat(received).hasSize(1);
  }

  private Notifications notifications(Webhook webhook) {
    return new Notifications(
        flow -> flow.equals("exam") ? Optional.of(webhook) : Optional.empty(),
        secret -> secret.equals("HOOK") ? address() : "",
        logged::add,
        clock,
        (time, action) -> {
          waits.add(time);
          action.run();
          return () -> {};
        });
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/s3cret";
  }

  private void fail(Notifications notifications, String flow) {
    notifications.onEvent(new RunEvent.FlowRunCreated(run("flow-1", flow, null)));
    notifications.onEvent(new RunEvent.FlowRunChanged("flow-1", State.running(clock.instant(), 1)));
    clock.advance(Duration.ofSeconds(2));
    notifications.onEvent(
        new RunEvent.FlowRunChanged(
            "flow-1", State.failed(clock.instant(), 1, "RuntimeException: \"boom\"", "")));
  }

  private FlowRun run(String id, String flow, @Nullable String parent) {
    return new FlowRun(
        id,
        flow,
        parent,
        Map.of("year", "2026"),
        "/n.ipynb",
        1,
        "",
        clock.instant(),
        List.of(State.pending(clock.instant())));
  }

  private JsonNode next() throws Exception {
    return new ObjectMapper().readTree(received.poll(LONG, TimeUnit.SECONDS));
  }
}
