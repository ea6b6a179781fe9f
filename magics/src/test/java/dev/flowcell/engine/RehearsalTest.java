package dev.flowcell.engine;

import static dev.flowcell.engine.EngineFixture.flow;
import static dev.flowcell.engine.EngineFixture.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import dev.flowcell.run.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RehearsalTest {

  private final EngineFixture fixture = new EngineFixture();
  private final Engine engine = fixture.engine;

  private static Rehearsal failing(Map<String, Integer> failures) {
    return new Rehearsal(failures, Map.of(), OptionalLong.empty());
  }

  private static Task retried(String name, RetryPolicy retry) {
    return new Task(name, List.of(), "the source", 3, new TaskOptions(retry, List.of(), ""));
  }

  private <R> R rehearse(Flow flow, Rehearsal rehearsal, Callable<R> body) throws Exception {
    return engine.rehearse(
        flow,
        rehearsal,
        () -> {
          try {
            return engine.call(flow, List.of(), body);
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void the_first_attempts_of_each_call_fail_and_are_tried_again_whatever_retry_on_names()
      throws Exception {
    RetryPolicy onlyOthers =
        new RetryPolicy(
            2, List.of(), 1, Optional.empty(), 0, List.of("java.io.IOException"), Optional.empty());
    Task clean = retried("clean", onlyOthers);

    int sum =
        rehearse(
            flow("exam"),
            failing(Map.of("clean", 2)),
            () -> engine.call(clean, List.of(), () -> 1) + engine.call(clean, List.of(), () -> 2));

    assertThat(sum).isEqualTo(3);
    assertThat(fixture.taskRuns())
        .hasSize(2)
        .allSatisfy(
            run ->
                assertThat(run.attempts())
                    .extracting(Attempt::error)
                    .containsExactly(
                        "InjectedFailureException: attempt 1 of clean failed on purpose (--fail"
                            + " clean:2)",
                        "InjectedFailureException: attempt 2 of clean failed on purpose (--fail"
                            + " clean:2)",
                        ""));
  }

  @Test
  void it_holds_for_subflows_and_submitted_tasks_and_for_no_later_run() throws Exception {
    Callable<Object> exam =
        () ->
            engine.call(
                flow("part"),
                List.of(),
                () -> engine.submit(retried("load", RetryPolicy.of(1)), List.of(), a -> 1).join());

    rehearse(flow("exam"), failing(Map.of("load", 1)), exam);
    fixture.runFlow("exam", exam);

    assertThat(fixture.taskRuns())
        .extracting(run -> run.attempts().size())
        .as("attempts with and without it")
        .containsExactly(2, 1);
  }

  @Test
  void what_is_called_beside_the_flow_is_left_as_it_is() throws Exception {
    engine.rehearse(
        flow("exam"),
        failing(Map.of("load", 1)),
        () -> {
          try {
            return fixture.runTask("load", () -> 1) + fixture.runFlow("other", () -> 2);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });

    assertThat(names(fixture.taskRun().history()))
        .containsExactly("Pending", "Running", "Completed");
    assertThat(fixture.logs()).isEmpty();
  }

  @Test
  void a_delay_counts_towards_the_time_that_an_attempt_may_take() throws Exception {
    Task load =
        new Task(
            "load",
            List.of(),
            "the source",
            3,
            TaskOptions.NONE.withTimeout(Duration.ofSeconds(2)));
    Rehearsal slow =
        new Rehearsal(Map.of(), Map.of("load", Duration.ofSeconds(3)), OptionalLong.empty());

    rehearse(flow("exam"), slow, () -> engine.call(load, List.of(), () -> 1));

    assertThat(fixture.waits).containsExactly(Duration.ofSeconds(3));
    assertThat(fixture.taskRun().attempts().get(0).endedAt())
        .isEqualTo(fixture.taskRun().createdAt().plusSeconds(3));
  }

  @Test
  void the_log_of_the_run_says_what_was_done_and_what_was_not_reached() throws Exception {
    rehearse(
        flow("exam"),
        new Rehearsal(
            Map.of("clean", 1), Map.of("load", Duration.ofMillis(1500)), OptionalLong.of(7)),
        () -> fixture.runTask("load", () -> 1));

    assertThat(fixture.messages())
        .containsExactly(
            "rehearsal, with failures and delays on purpose: --fail clean:1 --slow load:1.5s"
                + " --seed 7",
            "rehearsal: clean was not reached, so nothing was done to it");
    assertThat(fixture.logs()).allMatch(line -> fixture.flowRun().id().equals(line.flowRunId()));
  }

  @Test
  void a_seed_makes_the_waits_between_attempts_the_same_every_time() throws Exception {
    RetryPolicy jittered =
        new RetryPolicy(
            3,
            List.of(Duration.ofSeconds(10)),
            1,
            Optional.empty(),
            0.5,
            List.of(),
            Optional.empty());
    for (long seed : new long[] {7, 7, 8}) {
      Rehearsal rehearsal = new Rehearsal(Map.of("load", 3), Map.of(), OptionalLong.of(seed));
      rehearse(
          flow("exam"),
          rehearsal,
          () -> engine.call(retried("load", jittered), List.of(), () -> 1));
    }

    List<Duration> first = fixture.waits.subList(0, 3);
    assertThat(first).doesNotHaveDuplicates();
    assertThat(fixture.waits.subList(3, 6)).isEqualTo(first);
    assertThat(fixture.waits.subList(6, 9)).isNotEqualTo(first);
  }

  @Test
  void a_flow_that_does_not_retry_fails_with_the_failure_on_purpose() {
    Flow exam = new Flow("exam", List.of(), "the source", 3, FlowOptions.NONE);

    assertThatThrownBy(
            () ->
                rehearse(exam, failing(Map.of("load", 1)), () -> fixture.runTask("load", () -> 1)))
        .isInstanceOf(InjectedFailureException.class);
    assertThat(fixture.flowRun().state().message()).contains("on purpose (--fail load:1)");
  }
}
