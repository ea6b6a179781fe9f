package dev.flowcell.notify;

import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.Webhook;
import dev.flowcell.render.RunJson;
import dev.flowcell.render.RunView;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunListener;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells webhooks of flow runs that have ended, and tries again where they do not take it. No run
 * waits for it; what can't be told is said in the run's log. Thread-safe.
 */
public final class Notifications implements RunListener, AutoCloseable {

  private static final RetryPolicy RETRIES =
      RetryPolicy.of(4, Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(15));

  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** How long the end of a session waits for what is still to be told. */
  private static final Duration AT_END = Duration.ofSeconds(20);

  private static final int TOO_MANY_REQUESTS = 429;

  private final Function<String, Optional<Webhook>> ofFlow;
  private final Function<String, String> secrets;
  private final RunListener log;
  private final Clock clock;
  private final BiFunction<Duration, Runnable, Runnable> timer;
  private final Map<String, FlowRun> runs = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<?>> untold = new ConcurrentHashMap<>();
  private @Nullable HttpClient client;

  /**
   * @param ofFlow who is told, by the name of a flow
   * @param secrets gives the value of a secret, or throws
   * @param log takes lines of the runs' logs
   * @param timer runs an action after a time
   */
  public Notifications(
      Function<String, Optional<Webhook>> ofFlow,
      Function<String, String> secrets,
      RunListener log,
      Clock clock,
      BiFunction<Duration, Runnable, Runnable> timer) {
    this.ofFlow = ofFlow;
    this.secrets = secrets;
    this.log = log;
    this.clock = clock;
    this.timer = timer;
  }

  @Override
  public void onEvent(RunEvent event) {
    if (event instanceof RunEvent.FlowRunCreated created) {
      created(created.run());
    } else if (event instanceof RunEvent.FlowRunChanged changed) {
      FlowRun run =
          runs.computeIfPresent(changed.flowRunId(), (id, each) -> each.with(changed.state()));
      if (run != null) {
        ended(run);
      }
    }
  }

  private void created(FlowRun run) {
    if (run.parentId() == null && ofFlow.apply(run.flow()).isPresent()) {
      runs.put(run.id(), run);
      ended(run);
    }
  }

  /** Tells of a run that has ended, as the process did not that it went on in. */
  public void ended(FlowRun run) {
    StateType type = run.state().type();
    if (!type.isTerminal()) {
      return;
    }
    runs.remove(run.id());
    ofFlow
        .apply(run.flow())
        .filter(webhook -> type != StateType.COMPLETED || !webhook.onlyFailures())
        .filter(webhook -> !run.state().name().equals(State.SKIPPED))
        .ifPresent(webhook -> tell(webhook, run));
  }

  private void tell(Webhook webhook, FlowRun run) {
    try {
      String address = webhook.address();
      URI uri =
          Webhook.uri(
              address.startsWith(Webhook.SECRET)
                  ? secrets.apply(address.substring(Webhook.SECRET.length()))
                  : address);
      String body =
          RunJson.text(json -> json.notification(RunView.line(run, clock.instant()), run));
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .timeout(ANSWER)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
              .build();
      CompletableFuture<Void> told = new CompletableFuture<>();
      untold.put(run.id(), told);
      told.whenComplete((done, failed) -> untold.remove(run.id()));
      attempt(1, request, run, told);
    } catch (IOException | RuntimeException e) {
      warn(run, "the webhook of flow %s can't be told: %s".formatted(run.flow(), e.getMessage()));
    }
  }

  private void attempt(int number, HttpRequest request, FlowRun run, CompletableFuture<Void> told) {
    var unused =
        client()
            .sendAsync(request, HttpResponse.BodyHandlers.discarding())
            .whenComplete(
                (response, failure) -> {
                  String fault = fault(response, failure);
                  if (fault == null) {
                    told.complete(null);
                  } else if (number < RETRIES.attempts() && isWorthRetrying(response)) {
                    Duration delay = RETRIES.delayAfter(number, new Random());
                    var ring = timer.apply(delay, () -> attempt(number + 1, request, run, told));
                  } else {
                    warn(
                        run,
                        "the webhook at %s was not told of this end after %d attempts: %s"
                            .formatted(request.uri().getHost(), number, fault));
                    told.complete(null);
                  }
                });
  }

  /** What the receiver does not understand it won't understand later. */
  private static boolean isWorthRetrying(@Nullable HttpResponse<Void> response) {
    return response == null
        || response.statusCode() >= 500
        || response.statusCode() == TOO_MANY_REQUESTS;
  }

  private static @Nullable String fault(
      @Nullable HttpResponse<Void> response, @Nullable Throwable failure) {
    if (response == null) {
      Throwable cause =
          failure != null && failure.getCause() != null ? failure.getCause() : failure;
      return String.valueOf(cause);
    }
    return response.statusCode() / 100 == 2 ? null : "HTTP " + response.statusCode();
  }

  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made = HttpClient.newBuilder().connectTimeout(ANSWER).build();
      client = made;
    }
    return made;
  }

  private void warn(FlowRun run, String message) {
    log.onEvent(
        new RunEvent.Logged(
            new LogLine(
                clock.instant(),
                Level.WARN,
                "flowcell",
                message,
                run.id(),
                null,
                run.state().attempt())));
  }

  /** Waits a while for what is still to be told, and says what was not. */
  @Override
  public void close() {
    try {
      CompletableFuture.allOf(List.copyOf(untold.values()).toArray(new CompletableFuture<?>[0]))
          .get(AT_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // the process ends; nobody is there to be told
    }
  }
}
