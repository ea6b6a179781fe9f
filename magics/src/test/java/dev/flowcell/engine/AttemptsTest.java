package dev.flowcell.engine;

import static dev.flowcell.engine.EngineFixture.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellOutput.Stream;
import dev.flowcell.engine.NotebookCode.CodeError;
import dev.flowcell.engine.NotebookCode.SubCodeError;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.Hooks;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AttemptsTest {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final EngineFixture fixture = new EngineFixture();
  private final Engine engine = fixture.engine;
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch until = new CountDownLatch(1);

  @BeforeEach
  void nothingIsCalled() {
    NotebookCode.calls.clear();
    NotebookCode.onCall = call -> {};
  }

  /** A caller on a thread of its own, and what came of its call. */
  private final class Caller {

    private final AtomicReference<@Nullable Object> result = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    private volatile boolean interrupted;
    private final Thread thread;

    Caller(Callable<?> call) {
      thread =
          new Thread(
              () -> {
                thrown.set(catchThrowable(() -> result.set(call.call())));
                interrupted = Thread.currentThread().isInterrupted();
              });
      thread.start();
    }

    @Nullable Throwable thrown() throws InterruptedException {
      thread.join();
      assertThat(interrupted).as("an interrupt left for later code").isFalse();
      return thrown.get();
    }
  }

  /** Says that it runs, and waits until it is stopped. */
  private Object waitForStop() throws InterruptedException {
    running.countDown();
    new CountDownLatch(1).await();
    return 1;
  }

  /** A library that knows no interrupt. */
  private Object deaf() {
    running.countDown();
    while (until.getCount() > 0) {
      Thread.onSpinWait();
    }
    return 1;
  }

  private static Task timed(String name, RetryPolicy retry) {
    return task(name, retry, Optional.of(LIMIT), Optional.empty(), Hooks.NONE);
  }

  private static Task checked(String check, RetryPolicy retry) {
    return task("clean", retry, Optional.empty(), Optional.of(check), Hooks.NONE);
  }

  private static Task task(
      String name,
      RetryPolicy retry,
      Optional<Duration> timeout,
      Optional<String> check,
      Hooks hooks) {
    TaskOptions options =
        new TaskOptions(
            retry, timeout, OptionalInt.empty(), Optional.empty(), check, hooks, List.of(), "");
    return new Task(name, List.of(), "the source", 3, options);
  }

  private static Flow timedFlow(String name) {
    FlowOptions options =
        new FlowOptions(
            RetryPolicy.NEVER, Optional.of(LIMIT), OptionalInt.empty(), Hooks.NONE, List.of(), "");
    return new Flow(name, List.of(), "the source", 3, options);
  }

  private static RetryPolicy retryingOn(String... entries) {
    return new RetryPolicy(
        1, List.of(), 1, Optional.empty(), 0, List.of(entries), Optional.empty());
  }

  private Throwable calling(Definition definition, Callable<?> body) {
    return catchThrowable(() -> engine.call(definition, List.of(), body));
  }

  @Nested
  class Timeouts {

    @Test
    void a_body_that_ends_in_time_is_completed_and_leaves_no_timer() throws Exception {
      assertThat(engine.call(timed("clean", RetryPolicy.NEVER), List.of(), () -> 42)).isEqualTo(42);

      assertThat(fixture.taskRun().state().name()).isEqualTo("Completed");
      assertThat(fixture.timer.kept()).isZero();
    }

    @Test
    void a_body_that_waits_too_long_is_stopped_and_timed_out() throws Exception {
      Caller caller =
          new Caller(
              () ->
                  engine.call(
                      timed("cleanData", RetryPolicy.NEVER), List.of(), () -> waitForStop()));
      running.await();

      fixture.timer.pass(LIMIT);

      assertThat(caller.thrown())
          .isExactlyInstanceOf(TimeoutException.class)
          .hasMessage("cleanData has taken longer than 2s");
      assertThat(names(fixture.taskRun().history()))
          .containsExactly("Pending", "Running", "TimedOut");
      State state = fixture.taskRun().state();
      assertThat(state.type()).isEqualTo(StateType.FAILED);
      assertThat(state.message()).isEqualTo("TimeoutException: cleanData has taken longer than 2s");
      assertThat(fixture.timer.kept()).isZero();
    }

    @Test
    void a_deaf_body_is_abandoned_behind_its_grace_and_can_do_no_more() throws Exception {
      AtomicReference<@Nullable Throwable> later = new AtomicReference<>();
      CountDownLatch ended = new CountDownLatch(1);
      Caller caller =
          new Caller(
              () ->
                  engine.call(
                      timed("cleanData", RetryPolicy.NEVER),
                      List.of(),
                      () -> {
                        deaf();
                        later.set(catchThrowable(() -> fixture.runTask("next", () -> 1)));
                        ended.countDown();
                        return 1;
                      }));
      running.await();

      fixture.timer.pass(LIMIT);
      fixture.timer.pass(TimedBody.GRACE);

      assertThat(caller.thrown()).hasMessage("cleanData has taken longer than 2s");
      assertThat(fixture.taskRun().state().name()).isEqualTo("TimedOut");
      assertThat(fixture.taskRun().state().message())
          .isEqualTo(
              "TimeoutException: cleanData has taken longer than 2s; its code did not stop and was abandoned");
      until.countDown();
      ended.await();
      assertThat(later.get()).isInstanceOf(CellInterruptedError.class);
      assertThat(fixture.taskRuns()).hasSize(1);
    }

    @Test
    void an_attempt_that_takes_too_long_is_tried_again_and_waits_do_not_count() throws Exception {
      AtomicInteger attempts = new AtomicInteger();
      Caller caller =
          new Caller(
              () ->
                  engine.call(
                      timed("cleanData", RetryPolicy.of(1, Duration.ofHours(1))),
                      List.of(),
                      () -> attempts.incrementAndGet() == 1 ? waitForStop() : "second"));
      running.await();

      fixture.timer.pass(LIMIT);

      assertThat(caller.thrown()).isNull();
      assertThat(caller.result.get()).isEqualTo("second");
      assertThat(names(fixture.taskRun().history()))
          .containsExactly("Pending", "Running", "AwaitingRetry", "Retrying", "Completed");
      assertThat(fixture.waits).containsExactly(Duration.ofHours(1));
    }

    @Test
    void its_own_timeout_exception_is_a_failure_like_any() {
      TimeoutException own = new TimeoutException("the server is slow");

      Throwable thrown =
          calling(
              timed("clean", RetryPolicy.NEVER),
              () -> {
                throw own;
              });

      assertThat(thrown).isSameAs(own);
      assertThat(fixture.taskRun().state().name()).isEqualTo("Failed");
    }

    @Test
    void what_a_timed_body_prints_and_calls_belongs_to_its_run() throws Exception {
      engine.call(
          timedFlow("pipeline"),
          List.of(),
          () -> {
            engine.printed(Stream.STDOUT, "from the flow\n");
            return fixture.runTask("clean", () -> 1);
          });

      assertThat(fixture.taskRun().flowRunId()).isEqualTo(fixture.flowRun().id());
      assertThat(fixture.messages()).containsExactly("from the flow");
      assertThat(fixture.logs().get(0).flowRunId()).isEqualTo(fixture.flowRun().id());
    }

    @Test
    void the_class_loader_of_the_thread_goes_along() throws Exception {
      ClassLoader own = new ClassLoader() {};
      Thread.currentThread().setContextClassLoader(own);
      try {
        ClassLoader there =
            engine.call(
                timed("clean", RetryPolicy.NEVER),
                List.of(),
                () -> Thread.currentThread().getContextClassLoader());

        assertThat(there).isSameAs(own);
      } finally {
        Thread.currentThread().setContextClassLoader(AttemptsTest.class.getClassLoader());
      }
    }

    @Test
    void the_time_of_a_flow_ends_the_task_that_runs() throws Exception {
      Caller caller =
          new Caller(
              () ->
                  engine.call(
                      timedFlow("pipeline"),
                      List.of(),
                      () -> {
                        Task slow =
                            task(
                                "slow",
                                RetryPolicy.of(3),
                                Optional.of(Duration.ofMinutes(1)),
                                Optional.empty(),
                                Hooks.NONE);
                        try {
                          engine.call(slow, List.of(), () -> waitForStop());
                        } catch (Exception e) {
                          // goes on
                        }
                        return fixture.runTask("next", () -> 1);
                      }));
      running.await();

      fixture.timer.pass(LIMIT);

      assertThat(caller.thrown()).hasMessage("pipeline has taken longer than 2s");
      assertThat(fixture.flowRun().state().name()).isEqualTo("TimedOut");
      assertThat(fixture.taskRuns()).hasSize(1);
      assertThat(fixture.taskRun().state())
          .extracting(State::name, State::message)
          .containsExactly("Cancelled", "pipeline has taken longer than 2s");
      assertThat(fixture.timer.kept()).isZero();
    }

    @Test
    void an_interrupt_by_the_user_is_told_as_that_whether_the_time_is_over_or_not()
        throws Exception {
      Caller caller =
          new Caller(
              () -> engine.call(timed("cleanData", RetryPolicy.of(9)), List.of(), () -> deaf()));
      running.await();

      fixture.timer.pass(LIMIT);
      engine.cancelAll();
      until.countDown();

      assertThat(caller.thrown()).isInstanceOf(CellInterruptedError.class);
      assertThat(names(fixture.taskRun().history()))
          .containsExactly("Pending", "Running", "Cancelled");
      assertThat(fixture.taskRun().state().message()).isEqualTo("interrupted");
      assertThat(fixture.timer.kept()).isZero();
    }

    @Test
    void an_interrupted_body_that_is_deaf_is_abandoned_too() throws Exception {
      Caller caller =
          new Caller(() -> engine.call(timed("clean", RetryPolicy.NEVER), List.of(), () -> deaf()));
      running.await();

      engine.cancelAll();
      fixture.timer.await(TimedBody.GRACE);
      fixture.timer.pass(TimedBody.GRACE);

      assertThat(caller.thrown()).isInstanceOf(CellInterruptedError.class);
      assertThat(fixture.taskRun().state())
          .extracting(State::name, State::message)
          .containsExactly("Cancelled", "interrupted; its code did not stop and was abandoned");
      until.countDown();
    }
  }

  @Nested
  class Cancels {

    @Test
    void a_task_that_is_cancelled_ends_so_and_its_flow_may_go_on() throws Exception {
      Caller caller =
          new Caller(
              () ->
                  fixture.runFlow(
                      "pipeline",
                      () -> {
                        Throwable thrown =
                            catchThrowable(() -> fixture.runTask("clean", () -> waitForStop()));
                        assertThat(Thread.currentThread().isInterrupted()).isFalse();
                        fixture.runTask("next", () -> 1);
                        return thrown;
                      }));
      running.await();

      engine.cancel(fixture.taskRun().id());

      assertThat(caller.thrown()).isNull();
      assertThat(caller.result.get()).isInstanceOf(CellInterruptedError.class);
      assertThat(names(fixture.taskRun().history()))
          .containsExactly("Pending", "Running", "Cancelling", "Cancelled");
      assertThat(fixture.taskRun().state().message()).isEqualTo("cancelled by request");
      assertThat(fixture.flowRun().state().name()).isEqualTo("Completed");
    }

    @Test
    void a_cancelled_flow_is_told_once_and_begins_nothing_more() throws Exception {
      Caller caller =
          new Caller(
              () ->
                  fixture.runFlow(
                      "pipeline",
                      () -> {
                        try {
                          fixture.runTask("clean", () -> waitForStop());
                        } catch (Throwable e) {
                          // a flow that would go on
                        }
                        return fixture.runTask("next", () -> 1);
                      }));
      running.await();

      engine.cancel(fixture.flowRun().id());
      engine.cancel(fixture.flowRun().id());

      assertThat(caller.thrown()).isInstanceOf(CellInterruptedError.class);
      assertThat(names(fixture.flowRun().history()))
          .containsExactly("Pending", "Running", "Cancelling", "Cancelled");
      assertThat(fixture.taskRuns()).hasSize(1);
      assertThat(names(fixture.taskRun().history()))
          .containsExactly("Pending", "Running", "Cancelled");
    }

    @Test
    void a_flow_whose_code_swallows_the_cancel_is_cancelled_all_the_same() throws Exception {
      Caller caller =
          new Caller(
              () ->
                  fixture.runFlow(
                      "pipeline",
                      () -> {
                        try {
                          return waitForStop();
                        } catch (InterruptedException e) {
                          return "half done";
                        }
                      }));
      running.await();

      engine.cancel(fixture.flowRun().id());

      assertThat(caller.thrown()).isInstanceOf(CellInterruptedError.class);
      assertThat(fixture.flowRun().state().name()).isEqualTo("Cancelled");
    }

    @Test
    void runs_that_nobody_knows_or_that_have_ended_are_left_as_they_are() throws Exception {
      fixture.runFlow("pipeline", () -> 1);

      engine.cancel(fixture.flowRun().id());
      engine.cancel("nobody");

      assertThat(fixture.flowRun().state().name()).isEqualTo("Completed");
    }

    @Test
    void what_runs_on_other_threads_for_a_cancelled_flow_is_stopped() throws Exception {
      AtomicReference<@Nullable Caller> worker = new AtomicReference<>();
      Caller caller =
          new Caller(
              () ->
                  fixture.runFlow(
                      "pipeline",
                      () -> {
                        worker.set(new Caller(() -> fixture.runTask("clean", () -> waitForStop())));
                        return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                      }));
      running.await();

      engine.cancel(fixture.flowRun().id());

      assertThat(Objects.requireNonNull(worker.get()).thrown())
          .isInstanceOf(CellInterruptedError.class);
      assertThat(caller.thrown()).isInstanceOf(CellInterruptedError.class);
      assertThat(fixture.taskRun().state().name()).isEqualTo("Cancelled");
    }
  }

  @Nested
  class Checks {

    @Test
    void a_result_that_the_check_takes_is_returned() throws Exception {
      Task task = checked("isGood", RetryPolicy.NEVER);

      assertThat(engine.call(task, List.of(), () -> "good")).isEqualTo("good");
      assertThat(fixture.taskRun().state().name()).isEqualTo("Completed");
    }

    @Test
    void a_no_fails_the_attempt_and_is_tried_again() throws Exception {
      AtomicInteger attempts = new AtomicInteger();
      Task task = checked("isGood", RetryPolicy.of(1));

      Object result =
          engine.call(task, List.of(), () -> attempts.incrementAndGet() == 1 ? "bad" : "good");

      assertThat(result).isEqualTo("good");
      assertThat(fixture.taskRun().history().get(2))
          .extracting(State::name, State::message)
          .containsExactly(
              "AwaitingRetry", "CheckFailedException: check isGood said no to the result of clean");
    }

    @Test
    void a_check_that_throws_fails_the_task_with_its_cause() {
      assertThat(calling(checked("throwsCheck", RetryPolicy.NEVER), () -> "x"))
          .isInstanceOf(CheckFailedException.class)
          .hasMessage("check throwsCheck failed on the result of clean")
          .hasRootCauseMessage("no idea");
    }

    @Test
    void a_check_that_nobody_has_declared_is_said_with_what_was_meant_and_never_tried_again() {
      Throwable thrown = calling(checked("isGod", RetryPolicy.of(3)), () -> "good");

      assertThat(thrown)
          .isInstanceOf(CellErrorException.class)
          .hasMessage(
              "--check isGod of task clean: there is no method isGod, did you mean isGood?");
      assertThat(names(fixture.taskRun().history()))
          .containsExactly("Pending", "Running", "Failed");
    }

    @Test
    void a_check_that_takes_something_else_is_said() {
      assertThat(calling(checked("isGood", RetryPolicy.NEVER), () -> 42))
          .hasMessage(
              "--check isGood of task clean: it is declared as boolean isGood(String), but has to"
                  + " return boolean and take one Integer");
    }
  }

  @Nested
  class FollowersOfAnEnd {

    private Task hooked(String onFailure, String onCompletion, String onCancel) {
      Hooks hooks =
          new Hooks(Optional.of(onFailure), Optional.of(onCompletion), Optional.of(onCancel));
      return task("clean", RetryPolicy.of(1), Optional.empty(), Optional.empty(), hooks);
    }

    @Test
    void a_failure_is_told_once_behind_the_last_attempt() {
      IOException thrown = new IOException("gone");
      NotebookCode.onCall =
          call -> assertThat(fixture.taskRun().state().name()).isEqualTo("Failed");

      Throwable caught =
          calling(
              hooked("tellWhy", "tell", "tell"),
              () -> {
                throw thrown;
              });

      assertThat(caught).isSameAs(thrown);
      assertThat(NotebookCode.calls).containsExactly(thrown);
    }

    @Test
    void a_completion_is_told_with_the_result_and_inside_the_run() throws Exception {
      NotebookCode.onCall = call -> engine.log(Level.INFO, "clean", "told");

      engine.call(hooked("tell", "tellResult", "tell"), List.of(), () -> 42);

      assertThat(NotebookCode.calls).containsExactly(42);
      assertThat(fixture.logs())
          .extracting(LogLine::message, LogLine::taskRunId)
          .containsExactly(tuple("told", fixture.taskRun().id()));
    }

    @Test
    void a_cancel_is_told_where_nothing_is_stopped_and_inside_the_run() throws Exception {
      AtomicReference<@Nullable Boolean> stopped = new AtomicReference<>();
      NotebookCode.onCall =
          call -> {
            stopped.set(Thread.currentThread().isInterrupted());
            engine.log(Level.INFO, "clean", "told");
          };
      Caller caller =
          new Caller(
              () ->
                  fixture.runFlow(
                      "pipeline",
                      () ->
                          engine.call(
                              hooked("tellWhy", "tellWhy", "tell"),
                              List.of(),
                              () -> waitForStop())));
      running.await();

      engine.cancel(fixture.flowRun().id());

      assertThat(caller.thrown()).isInstanceOf(CellInterruptedError.class);
      assertThat(NotebookCode.calls).containsExactly("tell");
      assertThat(stopped.get()).isFalse();
      assertThat(fixture.logs())
          .extracting(LogLine::message, LogLine::taskRunId)
          .containsExactly(tuple("told", fixture.taskRun().id()));
    }

    @Test
    void one_that_fails_or_is_unknown_or_does_not_fit_is_an_error_line_and_changes_nothing()
        throws Exception {
      for (String method : List.of("tellBadly", "tellWhat", "takesInt")) {
        assertThat(engine.call(hooked("tell", method, "tell"), List.of(), () -> "done"))
            .isEqualTo("done");
      }

      assertThat(fixture.taskRuns())
          .allSatisfy(run -> assertThat(run.state().name()).isEqualTo("Completed"));
      assertThat(fixture.logs()).extracting(LogLine::level).containsOnly(Level.ERROR);
      assertThat(fixture.messages())
          .containsExactly(
              "--on-completion tellBadly failed: IllegalStateException: no mail today",
              "--on-completion tellWhat of task clean: there is no method tellWhat, did you mean tellWhy?",
              "--on-completion takesInt of task clean: it is declared as void takesInt(int), but"
                  + " has to take one String or nothing");
    }
  }

  @Nested
  class WhatIsTriedAgain {

    private int attemptsOf(Exception thrown, String... retryOn) {
      AtomicInteger attempts = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  engine.call(
                      EngineFixture.task("clean", retryingOn(retryOn)),
                      List.of(),
                      () -> {
                        attempts.incrementAndGet();
                        throw thrown;
                      }))
          .isSameAs(thrown);
      return attempts.get();
    }

    @Test
    void exceptions_by_name_with_or_without_package_and_their_subclasses() {
      assertThat(attemptsOf(new FileNotFoundException(), "IOException")).isEqualTo(2);
      assertThat(attemptsOf(new FileNotFoundException(), "java.io.IOException")).isEqualTo(2);
      assertThat(attemptsOf(new IllegalStateException(), "IOException")).isEqualTo(1);
    }

    @Test
    void exceptions_that_are_the_cause_of_what_was_thrown() {
      Exception wrapped = new RuntimeException(new UncheckedIOException(new IOException()));

      assertThat(attemptsOf(wrapped, "IOException")).isEqualTo(2);
      assertThat(attemptsOf(wrapped, "IllegalStateException")).isEqualTo(1);
    }

    @Test
    void a_circle_of_causes_comes_to_an_end() {
      Exception one = new Exception();
      one.initCause(new Exception(one));

      assertThat(attemptsOf(one, "IOException")).isEqualTo(1);
    }

    @Test
    void exceptions_of_the_notebook_by_their_class() {
      assertThat(attemptsOf(new SubCodeError(), "CodeError")).isEqualTo(2);
      assertThat(attemptsOf(new CodeError(), "SubCodeError")).isEqualTo(1);
    }

    @Test
    void what_a_method_of_the_notebook_says_yes_to() {
      assertThat(attemptsOf(new IOException("transient"), "isTransient")).isEqualTo(2);
      assertThat(attemptsOf(new IOException("for good"), "isTransient")).isEqualTo(1);
      assertThat(attemptsOf(new IOException("for good"), "isTransient", "IOException"))
          .isEqualTo(2);
    }

    @Test
    void a_condition_that_nobody_has_declared_is_an_error_line_and_a_no() {
      assertThat(attemptsOf(new IOException("transient"), "isTransent")).isEqualTo(1);
      assertThat(fixture.messages())
          .containsExactly(
              "--retry-on isTransent of task clean: there is no method isTransent, did you mean"
                  + " isTransient?");
    }
  }
}
