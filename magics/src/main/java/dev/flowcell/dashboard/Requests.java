package dev.flowcell.dashboard;

import dev.flowcell.store.RunRequest;
import dev.flowcell.store.RunStore;
import io.javalin.http.ConflictResponse;
import java.time.Duration;
import java.util.Optional;

/** Waits a moment for what another process says to a request. */
final class Requests {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private Requests() {}

  /**
   * What has come of it: the page of the flow run that has begun, or what to wait for.
   *
   * @throws ConflictResponse when the process refuses
   */
  static Action.Done done(RunStore store, String requestId, String what) {
    return answer(store, requestId)
        .map(answer -> done(answer, what))
        .orElseGet(
            () ->
                new Action.Done(
                    "/runs",
                    what
                        + " is asked for; its kernel is busy and begins when its cell has ended."));
  }

  private static Action.Done done(RunRequest.Answer answer, String what) {
    if (answer instanceof RunRequest.Accepted accepted) {
      return new Action.Done(View.flowRun(accepted.flowRunId()), what + " has begun.");
    }
    throw new ConflictResponse(((RunRequest.Refused) answer).why());
  }

  private static Optional<RunRequest.Answer> answer(RunStore store, String requestId) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<RunRequest.Answer> answer = store.answer(requestId);
    while (answer.isEmpty() && System.nanoTime() < end) {
      try {
        Thread.sleep(BETWEEN.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answer;
      }
      answer = store.answer(requestId);
    }
    return answer;
  }
}
