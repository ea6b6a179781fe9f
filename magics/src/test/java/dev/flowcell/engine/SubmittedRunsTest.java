package dev.flowcell.engine;

import static dev.flowcell.engine.EngineFixture.names;
import static dev.flowcell.engine.EngineFixture.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellOutput.Stream;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.Hooks;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.testing.RecordingOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubmittedRunsTest {

  private final EngineFixture fixture = new EngineFixture();
  private final Engine engine = fixture.engine;

  // Futures

  @Test
  void two_submitted_tasks_go_on_at_once() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);

    List<Integer> results =
        fixture.runFlow(
            "pipeline",
            () -> {
              TaskFuture<Integer> one = submit("one", () -> both.await());
              TaskFuture<Integer> two = submit("two", () -> both.await());
              return List.of(one.join(), two.get());
            });

    assertThat(results).containsExactlyInAnyOrder(0, 1);
    assertThat(fixture.taskRuns())
        .allSatisfy(
            run -> {
              assertThat(run.flowRunId()).isEqualTo(fixture.flowRun().id());
              assertThat(names(run.history())).containsExactly("Pending", "Running", "Completed");
            });
  }

  @Test
  void what_a_task_throws_is_the_cause_of_its_future_and_comes_out_of_result_unchanged() {
    IOException thrown = new IOException("no such file");
    TaskFuture<Object> future =
        submit(
            "load",
            () -> {
              throw thrown;
            });

    assertThatThrownBy(future::join).isInstanceOf(CompletionException.class).hasCause(thrown);
    assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).hasCause(thrown);
    assertThatThrownBy(future::result).isSameAs(thrown);
    assertThat(future).hasToString("load-1: failed");
  }

  @Test
  void a_task_that_is_given_futures_begins_when_they_are_done_and_depends_on_them()
      throws Exception {
    CountDownLatch loaded = new CountDownLatch(1);
    TaskFuture<Integer> one = submit("load", () -> awaited(loaded, 20));
    TaskFuture<Integer> two = submit("load", () -> 22);
    TaskFuture<Object> sum =
        engine.submit(
            task("sum"), List.of(one, List.of(two, "kept")), arguments -> arguments.toString());

    assertThat(fixture.taskRuns().get(2).state().name()).isEqualTo("Pending");
    loaded.countDown();

    assertThat(sum.join()).isEqualTo("[20, [22, kept]]");
    assertThat(fixture.taskRuns().get(2).dependsOn()).containsExactly(one.runId(), two.runId());
  }

  @Test
  void a_task_whose_argument_has_failed_is_not_run_and_fails_with_the_same_cause() {
    IllegalStateException thrown = new IllegalStateException("no");
    TaskFuture<Object> failed =
        submit(
            "load",
            () -> {
              throw thrown;
            });
    TaskFuture<Object> dependent =
        engine.submit(task("clean"), List.of(failed), arguments -> "never");
    TaskFuture<Object> last = engine.submit(task("plot"), List.of(dependent), arguments -> "never");

    assertThatThrownBy(last::result).isSameAs(thrown);
    assertThat(fixture.taskRuns().get(1).state())
        .isEqualTo(State.cancelled(fixture.clock.instant(), 0, "not run: load-1 has failed"));
    assertThat(fixture.taskRuns().get(2).state().message()).startsWith("not run: clean-1");
  }

  @Test
  void a_wait_may_have_an_end_of_its_own() {
    CountDownLatch never = new CountDownLatch(1);
    TaskFuture<Integer> future = submit("slow", () -> awaited(never, 1));

    assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    never.countDown();

    assertThat(future.join()).isEqualTo(1);
  }

  @Test
  void outside_a_flow_a_submitted_task_outlives_its_cell_and_prints_there() throws Exception {
    CountDownLatch next = new CountDownLatch(1);
    TaskFuture<Integer> future =
        submit(
            "slow",
            () -> {
              next.await();
              engine.printed(Stream.STDOUT, "late\n");
              return 1;
            });
    engine.endCell();
    RecordingOutput second = new RecordingOutput();
    fixture.beginCell(5, second);
    next.countDown();
    future.join();

    assertThat(fixture.output.printed(Stream.STDOUT)).isEqualTo("late\n");
    assertThat(second.sent()).isEmpty();
    assertThat(fixture.taskRun().cell()).isEqualTo(4);
    assertThat(fixture.messages()).containsExactly("late");
  }

  // Flows

  @Test
  void a_flow_waits_for_what_it_and_its_tasks_have_submitted() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    fixture.runFlow(
        "pipeline",
        () ->
            fixture.runTask(
                "outer",
                () -> {
                  submit("inner", () -> submit("innermost", () -> awaited(end, 1)));
                  return submit("opens", () -> opened(end));
                }));

    assertThat(fixture.taskRuns()).extracting(run -> run.state().name()).containsOnly("Completed");
    assertThat(fixture.flowRun().state().name()).isEqualTo("Completed");
    assertThat(indexOfEnd(fixture.flowRun().id())).isEqualTo(fixture.events.size() - 1);
  }

  @Test
  void a_failure_that_nobody_asked_for_is_a_warning_of_its_flow() throws Exception {
    CountDownLatch caught = new CountDownLatch(1);
    fixture.runFlow(
        "pipeline",
        () -> {
          submit("overlooked", throwing(new Exception("no")));
          TaskFuture<Object> known = submit("known", throwing(new Exception("no")));
          assertThat(catchThrowable(known::join)).isNotNull();
          var unused =
              submit("handled", () -> awaited(caught, 0))
                  .thenRun(
                      () -> {
                        throw new IllegalStateException();
                      });
          caught.countDown();
          return "done";
        });

    assertThat(fixture.flowRun().state().name()).isEqualTo("Completed");
    assertThat(fixture.logs()).extracting(LogLine::level).hasToString("[WARN]");
    assertThat(fixture.messages())
        .containsExactly("overlooked-1 has failed, and nothing has asked for its result");
  }

  @Test
  void a_flow_that_throws_cancels_what_it_had_submitted_before_it_ends() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    List<TaskFuture<Object>> queued = new ArrayList<>();
    IllegalStateException thrown = new IllegalStateException("no");

    assertThatThrownBy(
            () ->
                engine.call(
                    narrow("pipeline", 1),
                    List.of(),
                    () -> {
                      submit(
                          "running",
                          () -> {
                            running.countDown();
                            return awaited(new CountDownLatch(1), 0);
                          });
                      queued.add(submit("queued", () -> "never"));
                      running.await();
                      throw thrown;
                    }))
        .isSameAs(thrown);

    assertThat(fixture.flowRun().state().name()).isEqualTo("Failed");
    assertThat(fixture.taskRuns()).extracting(run -> run.state().name()).containsOnly("Cancelled");
    assertThat(names(fixture.taskRuns().get(1).history())).containsExactly("Pending", "Cancelled");
    assertThat(fixture.taskRuns().get(1).state().message())
        .isEqualTo("not run: pipeline has failed");
    assertThatThrownBy(queued.get(0)::join).isInstanceOf(CancellationException.class);
    assertThat(indexOfEnd(fixture.flowRun().id())).isEqualTo(fixture.events.size() - 1);
  }

  @Test
  void each_attempt_of_a_flow_waits_for_its_own() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    Flow twice =
        new Flow("pipeline", List.of(), "", 1, new FlowOptions(RetryPolicy.of(1), List.of(), ""));

    String result =
        engine.call(
            twice,
            List.of(),
            () -> {
              boolean first = attempts.incrementAndGet() == 1;
              submit("load", first ? throwing(new Exception("no")) : () -> "fine").result();
              return "done";
            });

    assertThat(result).isEqualTo("done");
    assertThat(fixture.messages()).isEmpty();
  }

  // Cancel

  @Test
  void a_cancel_stops_what_runs_and_keeps_what_waits_from_beginning() throws Exception {
    CountDownLatch running = new CountDownLatch(2);
    AtomicReference<Throwable> ofWait = new AtomicReference<>();
    Thread cellThread =
        new Thread(
            () ->
                ofWait.set(
                    catchThrowable(
                        () ->
                            engine.call(
                                narrow("pipeline", 1),
                                List.of(),
                                () -> {
                                  TaskFuture<Object> first =
                                      submit(
                                          "running",
                                          () -> {
                                            running.countDown();
                                            return awaited(new CountDownLatch(1), 0);
                                          });
                                  submit("queued", () -> "never");
                                  engine.submit(task("given"), List.of(first), a -> "never");
                                  running.countDown();
                                  return first.join();
                                }))));
    cellThread.start();
    running.await();

    engine.cancelAll();
    cellThread.join();

    assertThat(ofWait.get()).isInstanceOf(CellInterruptedError.class);
    assertThat(fixture.flowRun().state().name()).isEqualTo("Cancelled");
    assertThat(fixture.taskRuns()).extracting(run -> run.state().name()).containsOnly("Cancelled");
    assertThat(names(fixture.taskRuns().get(1).history())).containsExactly("Pending", "Cancelled");
    assertThat(names(fixture.taskRuns().get(2).history())).containsExactly("Pending", "Cancelled");
  }

  @Test
  void a_worker_that_was_stopped_works_on_without_a_trace_of_it() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    TaskFuture<Object> first =
        submit(
            "stopped",
            () -> {
              running.countDown();
              return awaited(new CountDownLatch(1), 0);
            });
    running.await();
    engine.cancelAll();
    assertThatThrownBy(first::join).isInstanceOf(CellInterruptedError.class);

    for (int i = 0; i < 10; i++) {
      assertThat(submit("next", () -> Thread.currentThread().isInterrupted()).join()).isFalse();
    }
  }

  @Test
  void a_task_that_does_not_stop_is_given_up_with_its_cell() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    TaskFuture<Object> deaf =
        submit(
            "deaf",
            () -> {
              running.countDown();
              while (end.getCount() > 0) {
                Thread.onSpinWait();
              }
              return "late";
            });
    running.await();
    engine.cancelAll();
    engine.endCell();
    end.countDown();

    assertThat(fixture.taskRun().state().name()).isEqualTo("Cancelled");
    assertThat(fixture.taskRun().state().message()).contains("had not stopped");
    assertThatThrownBy(deaf::join).isInstanceOf(CellInterruptedError.class);
    assertThat(submit("next", () -> 1).join()).isEqualTo(1);
  }

  @Test
  void a_cancelled_future_keeps_its_task_from_beginning() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    TaskFuture<Integer> first = submit(limited("load", 1), () -> awaited(end, 1));
    TaskFuture<Integer> second = submit(limited("load", 1), () -> 2);

    assertThat(second.cancel(true)).isTrue();
    end.countDown();

    assertThat(first.join()).isEqualTo(1);
    assertThat(second).isCancelled();
    assertThat(fixture.taskRuns().get(1).state().message())
        .isEqualTo("not run: load-2 was cancelled");
  }

  /** However fast its code ends: it is stopped on another thread than the one that tells why. */
  @Test
  void a_future_that_is_cancelled_while_its_task_runs_is_cancelled_and_nothing_else()
      throws Exception {
    for (int i = 0; i < 500; i++) {
      CountDownLatch running = new CountDownLatch(1);
      TaskFuture<Integer> future =
          submit(
              "load",
              () -> {
                running.countDown();
                return awaited(new CountDownLatch(1), 1);
              });
      running.await();
      var unused = future.cancel(true);

      assertThat(future).isCancelled();
    }
  }

  // Turns

  @Test
  void no_more_of_a_flow_go_on_at_once_than_its_concurrency() throws Exception {
    AtMost atMost = new AtMost();
    engine.call(
        narrow("pipeline", 2),
        List.of(),
        () -> {
          for (int i = 0; i < 50; i++) {
            submit("load", atMost::enter);
          }
          return "";
        });

    assertThat(atMost.most).hasValue(2);
    assertThat(fixture.taskRuns()).hasSize(50);
  }

  @Test
  void no_more_of_a_task_go_on_at_once_than_its_limit_plain_calls_included() throws Exception {
    AtMost atMost = new AtMost();
    Task limited = limited("load", 3);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      threads.add(
          new Thread(() -> unchecked(() -> engine.call(limited, List.of(), atMost::enter))));
    }
    threads.forEach(Thread::start);
    List<TaskFuture<Object>> futures =
        IntStream.range(0, 40).mapToObj(i -> submit(limited, atMost::enter)).toList();
    futures.forEach(TaskFuture::join);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(atMost.most).hasValueLessThanOrEqualTo(3);
    assertThat(fixture.taskRuns())
        .hasSize(50)
        .extracting(r -> r.state().name())
        .containsOnly("Completed");
  }

  @Test
  void five_deep_waits_end_under_a_concurrency_of_one() throws Exception {
    String result =
        engine.call(narrow("pipeline", 1), List.of(), () -> nested(5, TaskFuture::join));

    assertThat(result).isEqualTo("54321.");
  }

  @Test
  void waits_for_all_of_several_futures_end_under_a_concurrency_of_one() throws Exception {
    Function<TaskFuture<String>, String> wait =
        future -> {
          CompletableFuture.allOf(future, submit("other", () -> "")).join();
          return future.join();
        };

    assertThat(engine.call(narrow("pipeline", 1), List.of(), () -> nested(4, wait)))
        .isEqualTo("4321.");
  }

  @Test
  void waits_for_what_comes_of_futures_end_under_a_concurrency_of_one() throws Exception {
    Function<TaskFuture<String>, String> wait =
        future -> future.thenApply(text -> text).thenCombine(future, (a, b) -> b).join();

    assertThat(engine.call(narrow("pipeline", 1), List.of(), () -> nested(5, wait)))
        .isEqualTo("54321.");
  }

  @Test
  @Timeout(60)
  void a_call_that_waits_for_its_limit_is_told_before_it_waits() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    TaskFuture<Integer> first =
        submit(
            limited("load", 1),
            () -> {
              begun.countDown();
              return awaited(end, 1);
            });
    begun.await();
    Thread second =
        new Thread(() -> unchecked(() -> engine.call(limited("load", 1), List.of(), () -> 2)));
    second.start();
    while (fixture.taskRuns().size() < 2) {
      Thread.onSpinWait();
    }

    assertThat(fixture.taskRuns().get(1).state().name()).isEqualTo("Pending");
    end.countDown();
    second.join();
    assertThat(first.join()).isEqualTo(1);
  }

  @Test
  void a_task_with_a_limit_of_one_calls_and_submits_itself() throws Exception {
    Task one = limited("recursive", 1);

    assertThat(called(one, 5)).isEqualTo(5);
    assertThat(submitted(one, 5)).isEqualTo(5);
    assertThat(submit(one, () -> called(one, 3) + submitted(one, 2)).join()).isEqualTo(5);
  }

  @Test
  void tasks_with_a_limit_of_one_that_call_each_other_both_end() throws Exception {
    Task a = limited("a", 1);
    Task b = limited("b", 1);
    CyclicBarrier both = new CyclicBarrier(2);

    TaskFuture<Integer> one =
        submit(
            a,
            () -> {
              both.await();
              return engine.call(b, List.of(), () -> 1);
            });
    TaskFuture<Integer> two =
        submit(
            b,
            () -> {
              both.await();
              return engine.call(a, List.of(), () -> 2);
            });

    assertThat(one.join() + two.join()).isEqualTo(3);
  }

  @Test
  void tasks_that_wait_for_each_others_tasks_all_end() throws Exception {
    int sum =
        engine.call(
            narrow("pipeline", 1),
            List.of(),
            () -> {
              CompletableFuture<TaskFuture<Integer>> ofOther = new CompletableFuture<>();
              TaskFuture<Integer> one =
                  submit("one", () -> submit("inner", () -> 1).join() + ofOther.join().join());
              TaskFuture<Integer> two = submit("two", () -> 10);
              ofOther.complete(two);
              return one.join();
            });

    assertThat(sum).isEqualTo(11);
  }

  @Test
  void a_limited_task_whose_parallel_stream_submits_itself_ends() throws Exception {
    Task one = limited("recursive", 1);

    TaskFuture<Integer> sum =
        submit(
            one,
            () ->
                IntStream.range(0, 50).parallel().map(i -> submit(one, () -> 1).join()).sum()
                    + IntStream.range(0, 50)
                        .parallel()
                        .map(i -> unchecked(() -> engine.call(one, List.of(), () -> 1)))
                        .sum());

    assertThat(sum.join()).isEqualTo(100);
  }

  @Test
  void a_thousand_tasks_that_each_wait_for_another_all_end_in_few_threads() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Callable<Integer> inner = () -> threads.add(Thread.currentThread()) ? 1 : 1;
    List<TaskFuture<Integer>> outer =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    submit(
                        "outer",
                        () -> {
                          threads.add(Thread.currentThread());
                          return submit("inner", inner).join();
                        }))
            .toList();

    assertThat(outer.stream().mapToInt(TaskFuture::join).sum()).isEqualTo(1_000);
    assertThat(threads).hasSizeLessThan(300);
  }

  // Whose output it is

  @Test
  void what_parallel_streams_of_plain_and_submitted_tasks_print_is_in_their_own_logs()
      throws Exception {
    int lines = 2_000;
    CyclicBarrier both = new CyclicBarrier(2);
    fixture.runFlow(
        "pipeline",
        () -> {
          TaskFuture<Object> one = submit("one", () -> print("one", lines, both));
          TaskFuture<Object> two = submit("two", () -> print("two", lines, both));
          fixture.runTask("plain", () -> print("plain", lines, new CyclicBarrier(1)));
          one.join();
          return two.join();
        });

    Map<String, String> tasks =
        fixture.taskRuns().stream().collect(Collectors.toMap(TaskRun::id, TaskRun::task));
    assertThat(fixture.logs()).hasSize(3 * lines);
    assertThat(fixture.logs())
        .allSatisfy(line -> assertThat(line.message()).isEqualTo(tasks.get(line.taskRunId())));
  }

  @Test
  void tasks_that_a_parallel_stream_of_a_submitted_task_calls_belong_to_its_flow()
      throws Exception {
    fixture.runFlow(
        "pipeline",
        () ->
            submit(
                    "outer",
                    () ->
                        IntStream.range(0, 20)
                            .parallel()
                            .map(i -> unchecked(() -> fixture.runTask("inner", () -> 1)))
                            .sum())
                .join());

    assertThat(fixture.taskRuns())
        .hasSize(21)
        .extracting(TaskRun::flowRunId)
        .containsOnly(fixture.flowRun().id());
  }

  @Test
  void threads_that_a_submitted_task_starts_work_for_it() throws Exception {
    submit(
            "starts",
            () -> {
              Thread thread = new Thread(() -> engine.printed(Stream.STDOUT, "mine\n"));
              thread.start();
              thread.join();
              return "";
            })
        .join();

    assertThat(fixture.logs())
        .extracting(LogLine::taskRunId)
        .containsExactly(fixture.taskRun().id());
  }

  // Help

  private <R> TaskFuture<R> submit(String name, Callable<R> body) {
    return submit(task(name), body);
  }

  private <R> TaskFuture<R> submit(Task task, Callable<R> body) {
    return engine.submit(task, List.of(), arguments -> body.call());
  }

  private String nested(int depth, Function<TaskFuture<String>, String> wait) {
    return depth == 0 ? "." : depth + wait.apply(submit("level", () -> nested(depth - 1, wait)));
  }

  private int called(Task task, int depth) throws Exception {
    return depth == 0 ? 0 : engine.call(task, List.of(), () -> 1 + called(task, depth - 1));
  }

  private int submitted(Task task, int depth) {
    return depth == 0 ? 0 : submit(task, () -> 1 + submitted(task, depth - 1)).join();
  }

  private String print(String text, int lines, CyclicBarrier barrier) throws Exception {
    barrier.await();
    IntStream.range(0, lines).parallel().forEach(i -> engine.printed(Stream.STDOUT, text + "\n"));
    return "";
  }

  private int indexOfEnd(String flowRunId) {
    List<Object> events = new ArrayList<>(fixture.events);
    Collections.reverse(events);
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof dev.flowcell.run.RunEvent.FlowRunChanged changed
          && changed.flowRunId().equals(flowRunId)
          && changed.state().type().isTerminal()) {
        return events.size() - 1 - i;
      }
    }
    return -1;
  }

  private static Flow narrow(String name, int concurrency) {
    return new Flow(
        name,
        List.of(),
        "",
        1,
        new FlowOptions(
            RetryPolicy.NEVER,
            Optional.empty(),
            OptionalInt.of(concurrency),
            Hooks.NONE,
            List.of(),
            ""));
  }

  private static Task limited(String name, int limit) {
    return new Task(
        name,
        List.of(),
        "",
        1,
        new TaskOptions(
            RetryPolicy.NEVER,
            Optional.empty(),
            OptionalInt.of(limit),
            Optional.empty(),
            Optional.empty(),
            Hooks.NONE,
            List.of(),
            ""));
  }

  private static <R> R awaited(CountDownLatch latch, R result) throws InterruptedException {
    latch.await();
    return result;
  }

  private static String opened(CountDownLatch latch) {
    latch.countDown();
    return "";
  }

  private static <R> Callable<R> throwing(Exception thrown) {
    return () -> {
      throw thrown;
    };
  }

  private static <R> R unchecked(Callable<R> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Counts how many are inside at once. */
  private static final class AtMost {

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    Object enter() {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      for (int i = 0; i < 100; i++) {
        Thread.yield();
      }
      inside.decrementAndGet();
      return "";
    }
  }
}
