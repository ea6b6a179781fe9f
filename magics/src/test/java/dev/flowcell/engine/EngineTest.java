package dev.flowcell.engine;

import static dev.flowcell.engine.EngineFixture.flow;
import static dev.flowcell.engine.EngineFixture.names;
import static dev.flowcell.engine.EngineFixture.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellOutput.Stream;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.testing.FakeClock;
import dev.flowcell.testing.RecordingOutput;
import dev.flowcell.testing.UnusedEvaluator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class EngineTest {

  private static final Instant START = FakeClock.START;

  private final EngineFixture fixture = new EngineFixture();
  private final Engine engine = fixture.engine;

  @Test
  void retries_until_the_third_attempt_succeeds_and_tells_every_state() throws Exception {
    RetryPolicy policy = RetryPolicy.of(3, Duration.ofSeconds(3));

    int result = engine.call(task("clean", policy), List.of(), failing(2, 42));

    assertThat(result).isEqualTo(42);
    String message = "IllegalStateException: attempt ";
    assertThat(fixture.taskRun().history())
        .containsExactly(
            State.pending(START),
            State.running(START, 1),
            State.awaitingRetry(START, 1, START.plusSeconds(3), message + 1, message + 1),
            State.running(START.plusSeconds(3), 2),
            State.awaitingRetry(
                START.plusSeconds(3), 2, START.plusSeconds(6), message + 2, message + 2),
            State.running(START.plusSeconds(6), 3),
            State.completed(START.plusSeconds(6), 3));
  }

  @Test
  void the_last_delay_of_a_list_holds_for_all_that_follow() throws Exception {
    RetryPolicy policy = RetryPolicy.of(3, Duration.ofSeconds(1), Duration.ofSeconds(2));

    engine.call(task("clean", policy), List.of(), failing(3, "done"));

    assertThat(fixture.waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  @Test
  void the_exception_of_the_last_attempt_reaches_the_caller_itself() {
    List<Exception> thrown = new ArrayList<>();
    Callable<Object> body =
        () -> {
          thrown.add(new Exception("no " + thrown.size()));
          throw thrown.get(thrown.size() - 1);
        };

    Throwable caught =
        catchThrowable(() -> engine.call(task("clean", RetryPolicy.of(2)), List.of(), body));

    assertThat(thrown).hasSize(3);
    assertThat(caught).isSameAs(thrown.get(2));
    assertThat(fixture.taskRun().state())
        .isEqualTo(State.failed(START, 3, "Exception: no 2", "Exception: no 2"));
  }

  @Test
  void only_exceptions_that_the_policy_names_are_tried_again() {
    RetryPolicy policy =
        new RetryPolicy(
            5,
            List.of(),
            1,
            Optional.empty(),
            0,
            List.of("IllegalStateException", "StackOverflowError"),
            Optional.empty());

    for (Throwable thrown :
        List.of(new IllegalArgumentException(), new StackOverflowError(), new Error())) {
      assertThatThrownBy(() -> engine.call(task("clean", policy), List.of(), throwing(thrown)))
          .isSameAs(thrown);
    }

    assertThat(fixture.taskRuns())
        .allSatisfy(
            run ->
                assertThat(names(run.history())).containsExactly("Pending", "Running", "Failed"));
  }

  @Test
  void no_retry_begins_after_the_budget() {
    RetryPolicy policy =
        new RetryPolicy(
            RetryPolicy.UNLIMITED,
            List.of(Duration.ofSeconds(4)),
            1,
            Optional.empty(),
            0,
            List.of(),
            Optional.of(Duration.ofSeconds(10)));

    assertThatThrownBy(
            () -> engine.call(task("clean", policy), List.of(), failing(Integer.MAX_VALUE, 0)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(fixture.taskRun().state())
        .extracting(State::name, State::attempt)
        .containsExactly("Failed", 3);
  }

  @Test
  void a_cancel_ends_the_wait_for_the_next_attempt() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    EngineFixture slow =
        new EngineFixture(
            duration -> {
              waiting.countDown();
              new CountDownLatch(1).await();
            });
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              RetryPolicy policy = RetryPolicy.of(3, Duration.ofHours(1));
              thrown.set(
                  catchThrowable(
                      () -> slow.engine.call(task("clean", policy), List.of(), failing(9, 0))));
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    waiting.await();

    slow.engine.cancelAll();
    thread.join();

    assertThat(thrown.get()).isInstanceOf(CellInterruptedError.class);
    assertThat(interrupted).as("an interrupt left for later code").isFalse();
    assertThat(names(slow.taskRun().history()))
        .containsExactly("Pending", "Running", "AwaitingRetry", "Cancelled");
    assertThat(slow.taskRun().state().message()).isEqualTo("interrupted before attempt 2");
  }

  @Test
  void a_cancel_that_meets_the_end_of_a_wait_leaves_no_interrupt_to_later_code() throws Exception {
    List<Engine> late = new ArrayList<>();
    EngineFixture slow =
        new EngineFixture(
            duration -> {
              late.get(0).cancelAll();
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
    late.add(slow.engine);
    RetryPolicy policy = RetryPolicy.of(3, Duration.ofHours(1));

    assertThatThrownBy(() -> slow.engine.call(task("clean", policy), List.of(), failing(9, 0)))
        .isInstanceOf(CellInterruptedError.class);

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void an_interrupt_of_the_thread_itself_ends_the_wait_too() {
    EngineFixture interrupted =
        new EngineFixture(
            duration -> {
              throw new InterruptedException();
            });
    RetryPolicy policy = RetryPolicy.of(3, Duration.ofHours(1));

    assertThatThrownBy(
            () -> interrupted.engine.call(task("clean", policy), List.of(), failing(9, 0)))
        .isInstanceOf(CellInterruptedError.class);

    assertThat(interrupted.taskRun().state().name()).isEqualTo("Cancelled");
  }

  @Test
  void what_is_thrown_after_a_cancel_makes_the_run_cancelled_and_nothing_more_is_run() {
    IllegalStateException thrown = new IllegalStateException("closed by the interrupt");
    AtomicReference<Throwable> second = new AtomicReference<>();

    assertThatThrownBy(
            () ->
                fixture.runFlow(
                    "pipeline",
                    () -> {
                      Throwable first =
                          catchThrowable(
                              () ->
                                  engine.call(
                                      task("load", RetryPolicy.of(5)),
                                      List.of(),
                                      () -> {
                                        engine.cancelAll();
                                        throw thrown;
                                      }));
                      second.set(catchThrowable(() -> fixture.runTask("clean", () -> 1)));
                      assertThat(first).isInstanceOf(CellInterruptedError.class);
                      throw thrown;
                    }))
        .isInstanceOf(CellInterruptedError.class);

    assertThat(fixture.taskRuns()).hasSize(1);
    assertThat(names(fixture.taskRun().history()))
        .containsExactly("Pending", "Running", "Cancelled");
    assertThat(second.get()).isInstanceOf(CellInterruptedError.class);
    assertThat(fixture.flowRun().state().name()).isEqualTo("Cancelled");
  }

  @Test
  void an_interrupted_body_is_cancelled_and_never_tried_again() {
    for (Throwable thrown : List.of(new CellInterruptedError(), new InterruptedException())) {
      assertThatThrownBy(
              () -> engine.call(task("clean", RetryPolicy.of(3)), List.of(), throwing(thrown)))
          .isSameAs(thrown);
    }

    assertThat(fixture.taskRuns())
        .allSatisfy(
            run ->
                assertThat(names(run.history()))
                    .containsExactly("Pending", "Running", "Cancelled"));
  }

  @Test
  void a_cancelled_run_whose_code_does_not_stop_is_given_up_with_its_cell() throws Exception {
    CountDownLatch deaf = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicReference<Throwable> next = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              var unused =
                  catchThrowable(
                      () ->
                          fixture.runFlow(
                              "pipeline",
                              () -> {
                                deaf.countDown();
                                spinUntil(stopped);
                                engine.printed(Stream.STDOUT, "late\n");
                                next.set(catchThrowable(() -> fixture.runTask("clean", () -> 1)));
                                return 1;
                              }));
            });
    thread.start();
    deaf.await();

    engine.cancelAll();
    engine.endCell();
    assertThat(fixture.flowRun().state().message())
        .isEqualTo("interrupted; its code had not stopped when its cell ended");

    fixture.beginCell(5, new RecordingOutput());
    stopped.countDown();
    thread.join();
    assertThat(fixture.flowRuns()).hasSize(1);
    assertThat(names(fixture.flowRun().history()))
        .containsExactly("Pending", "Running", "Cancelled");
    assertThat(next.get()).isInstanceOf(CellInterruptedError.class);
    assertThat(fixture.taskRuns()).isEmpty();
    assertThat(fixture.output.printed(Stream.STDOUT)).isEqualTo("late\n");
  }

  @Test
  void what_a_cancelled_flow_leaves_on_other_threads_is_given_up_with_its_cell() throws Exception {
    CountDownLatch deaf = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();

    assertThatThrownBy(
            () ->
                fixture.runFlow(
                    "pipeline",
                    () ->
                        fixture.runFlow(
                            "part",
                            () -> {
                              Callable<Object> body =
                                  () -> {
                                    deaf.countDown();
                                    spinUntil(stopped);
                                    return 1;
                                  };
                              Thread thread =
                                  new Thread(
                                      () -> {
                                        var unused =
                                            catchThrowable(() -> fixture.runTask("clean", body));
                                      });
                              thread.start();
                              threads.add(thread);
                              deaf.await();
                              engine.cancelAll();
                              throw new CellInterruptedError();
                            })))
        .isInstanceOf(CellInterruptedError.class);
    assertThat(fixture.taskRun().state().name()).isEqualTo("Running");
    engine.endCell();
    stopped.countDown();
    threads.get(0).join();

    assertThat(names(fixture.taskRun().history()))
        .containsExactly("Pending", "Running", "Cancelled");
    assertThat(fixture.taskRun().state().message())
        .isEqualTo("interrupted; its code had not stopped when its cell ended");
    assertThat(fixture.flowRuns())
        .allSatisfy(
            run ->
                assertThat(names(run.history()))
                    .containsExactly("Pending", "Running", "Cancelled"));
  }

  @Test
  void what_the_kernel_refuses_is_not_tried_again() {
    CellErrorException refused = new CellErrorException(CellError.of("InputError", "nobody"));

    assertThatThrownBy(
            () -> engine.call(task("asks", RetryPolicy.of(3)), List.of(), throwing(refused)))
        .isSameAs(refused);

    assertThat(names(fixture.taskRun().history())).containsExactly("Pending", "Running", "Failed");
  }

  @Test
  void a_cancel_is_over_with_the_runs_it_met() throws Exception {
    engine.cancelAll();

    assertThat(fixture.runTask("clean", () -> 1)).isEqualTo(1);
  }

  @Test
  void a_flow_that_catches_its_tasks_failure_is_completed() throws Exception {
    fixture.runFlow(
        "pipeline",
        () -> {
          var unused =
              catchThrowable(() -> fixture.runTask("clean", throwing(new Exception("no"))));
          return 1;
        });

    assertThat(fixture.taskRun().state().name()).isEqualTo("Failed");
    assertThat(names(fixture.flowRun().history()))
        .containsExactly("Pending", "Running", "Completed");
  }

  @Test
  void a_flow_that_throws_is_failed_with_the_very_exception_of_its_task() {
    Exception thrown = new Exception("no");

    assertThatThrownBy(
            () -> fixture.runFlow("pipeline", () -> fixture.runTask("clean", throwing(thrown))))
        .isSameAs(thrown);

    assertThat(fixture.flowRun().state().name()).isEqualTo("Failed");
    assertThat(fixture.flowRun().state().message()).isEqualTo("Exception: no");
  }

  @Test
  void a_flow_called_by_a_flow_is_its_subflow_and_has_its_own_tasks() throws Exception {
    fixture.runFlow(
        "outer",
        () ->
            fixture.runTask(
                "load", () -> fixture.runFlow("inner", () -> fixture.runTask("clean", () -> 1))));

    List<FlowRun> flows = fixture.flowRuns();
    assertThat(flows).extracting(FlowRun::flow).containsExactly("outer", "inner");
    assertThat(flows.get(0).parentId()).isNull();
    assertThat(flows.get(1).parentId()).isEqualTo(flows.get(0).id());
    assertThat(fixture.taskRuns())
        .extracting(TaskRun::flowRunId)
        .containsExactly(flows.get(0).id(), flows.get(1).id());
  }

  @Test
  void a_task_called_by_a_task_belongs_to_the_same_flow() throws Exception {
    fixture.runFlow(
        "pipeline", () -> fixture.runTask("outer", () -> fixture.runTask("inner", () -> 1)));

    assertThat(fixture.taskRuns())
        .extracting(TaskRun::flowRunId)
        .containsOnly(fixture.flowRun().id());
  }

  @Test
  void a_task_outside_a_flow_is_a_run_of_its_own_and_is_counted_by_cell() throws Exception {
    fixture.runTask("clean", () -> 1);
    fixture.runTask("clean", () -> 1);
    engine.endCell();
    fixture.beginCell(5, new RecordingOutput());
    fixture.runTask("clean", () -> 1);

    assertThat(fixture.taskRuns()).extracting(TaskRun::flowRunId).containsOnlyNulls();
    assertThat(fixture.taskRuns()).extracting(TaskRun::number).containsExactly(1, 2, 1);
    assertThat(fixture.taskRuns()).extracting(TaskRun::cell).containsExactly(4, 4, 5);
  }

  @Test
  void tasks_in_loops_and_streams_are_numbered_by_name() throws Exception {
    fixture.runFlow(
        "pipeline",
        () -> {
          for (int i = 0; i < 2; i++) {
            fixture.runTask("load", () -> 1);
          }
          return IntStream.range(0, 2)
              .map(i -> unchecked(() -> fixture.runTask("clean", () -> i)))
              .sum();
        });

    assertThat(fixture.taskRuns())
        .extracting(run -> run.task() + run.number())
        .containsExactly("load1", "load2", "clean1", "clean2");
  }

  @Test
  void tasks_in_a_parallel_stream_are_runs_of_the_flow_that_streams() throws Exception {
    int sum =
        fixture.runFlow(
            "pipeline",
            () ->
                IntStream.range(0, 200)
                    .parallel()
                    .map(i -> unchecked(() -> fixture.runTask("square", () -> i)))
                    .sum());

    assertThat(sum).isEqualTo(199 * 100);
    assertThat(fixture.taskRuns())
        .extracting(TaskRun::flowRunId)
        .hasSize(200)
        .containsOnly(fixture.flowRun().id());
    assertThat(fixture.taskRuns().stream().map(TaskRun::number).sorted().toList())
        .isEqualTo(IntStream.rangeClosed(1, 200).boxed().toList());
    assertThat(fixture.taskRuns().stream().map(TaskRun::id).distinct()).hasSize(200);
  }

  @Test
  void a_thread_that_is_older_than_the_flow_works_for_the_only_one_that_runs() throws Exception {
    ExecutorService older = Executors.newSingleThreadExecutor();
    older.submit(() -> 0).get();

    fixture.runFlow("pipeline", () -> older.submit(() -> fixture.runTask("square", () -> 1)).get());
    older.shutdown();

    assertThat(fixture.taskRun().flowRunId()).isEqualTo(fixture.flowRun().id());
  }

  @Test
  void a_thread_that_a_task_starts_works_for_its_run_until_that_ends() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    fixture.runFlow(
        "pipeline",
        () ->
            fixture.runTask(
                "load",
                () -> {
                  CountDownLatch printed = new CountDownLatch(1);
                  threads.add(
                      new Thread(
                          () -> {
                            engine.printed(Stream.STDOUT, "early\n");
                            printed.countDown();
                            unchecked(
                                () -> {
                                  ended.await();
                                  return 0;
                                });
                            engine.printed(Stream.STDOUT, "late\n");
                          }));
                  threads.get(0).start();
                  printed.await();
                  return 1;
                }));
    ended.countDown();
    threads.get(0).join();

    assertThat(fixture.logs())
        .extracting(LogLine::message, LogLine::taskRunId)
        .containsExactly(tuple("early", fixture.taskRun().id()));
    assertThat(fixture.output.printed(Stream.STDOUT)).isEqualTo("early\nlate\n");
  }

  @Test
  void what_a_run_prints_is_in_its_cell_at_once_and_in_its_log_by_lines() throws Exception {
    engine.call(
        task("clean", RetryPolicy.of(1)),
        List.of(),
        () -> {
          engine.printed(Stream.STDOUT, "one\r\ntw");
          assertThat(fixture.output.printed(Stream.STDOUT)).endsWith("one\r\ntw");
          engine.printed(Stream.STDERR, "bad\n");
          engine.printed(Stream.STDOUT, "o\nunended");
          return failing(fixture.logs().size() < 5 ? 1 : 0, 1).call();
        });

    String run = fixture.taskRun().id();
    assertThat(fixture.logs().subList(0, 4))
        .containsExactly(
            new LogLine(START, Level.INFO, "stdout", "one", null, run, 1),
            new LogLine(START, Level.ERROR, "stderr", "bad", null, run, 1),
            new LogLine(START, Level.INFO, "stdout", "two", null, run, 1),
            new LogLine(START, Level.INFO, "stdout", "unended", null, run, 1));
    assertThat(fixture.logs()).extracting(LogLine::attempt).containsExactly(1, 1, 1, 1, 2, 2, 2, 2);
  }

  @Test
  void a_line_without_end_is_taken_before_it_fills_the_memory() throws Exception {
    fixture.runTask(
        "dots",
        () -> {
          for (int i = 0; i < 20; i++) {
            engine.printed(Stream.STDOUT, ".".repeat(10_000));
          }
          return 1;
        });

    assertThat(fixture.messages()).hasSizeGreaterThan(1).allMatch(line -> line.length() <= 70_000);
    assertThat(String.join("", fixture.messages())).hasSize(200_000);
  }

  @Test
  void outside_runs_prints_go_to_the_cell_and_lines_are_not_taken() {
    engine.printed(Stream.STDOUT, "hello\n");

    assertThat(engine.log(Level.INFO, "me", "hello")).isFalse();
    assertThat(fixture.output.printed(Stream.STDOUT)).isEqualTo("hello\n");
    assertThat(fixture.events).isEmpty();
  }

  @Test
  void log_lines_carry_flow_task_and_attempt() throws Exception {
    fixture.runFlow(
        "pipeline",
        () -> {
          engine.log(Level.WARN, "pipeline", "flow");
          return engine.call(
              task("clean", RetryPolicy.of(1)),
              List.of(),
              () -> {
                assertThat(engine.log(Level.INFO, "clean", "task")).isTrue();
                return failing(fixture.logs().size() < 3 ? 1 : 0, 1).call();
              });
        });

    String flow = fixture.flowRun().id();
    String task = fixture.taskRun().id();
    assertThat(fixture.logs())
        .containsExactly(
            new LogLine(START, Level.WARN, "pipeline", "flow", flow, null, 1),
            new LogLine(START, Level.INFO, "clean", "task", flow, task, 1),
            new LogLine(START, Level.INFO, "clean", "task", flow, task, 2));
  }

  @Test
  void threads_of_our_own_never_write_into_a_run() throws Exception {
    fixture.runFlow(
        "pipeline",
        () -> {
          Thread own = new Thread(() -> engine.log(Level.WARN, "store", "slow"), "flowcell-store");
          own.start();
          own.join();
          return 1;
        });

    assertThat(fixture.logs()).isEmpty();
  }

  @Test
  void a_listener_that_logs_and_prints_meets_no_echo() throws Exception {
    List<Engine> logging = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    logging.add(
        new Engine(
            fixture.cell,
            event -> {
              if (event instanceof RunEvent.Logged logged) {
                lines.add(logged.line().message());
                logging.get(0).log(Level.INFO, "store", "took a line");
                logging.get(0).printed(Stream.STDOUT, "took a line\n");
              }
            },
            fixture.clock,
            duration -> {},
            new UnusedEvaluator(thrown -> CellError.of("", ""))));

    logging.get(0).call(task("clean"), List.of(), () -> logging.get(0).log(Level.INFO, "me", "hi"));

    assertThat(lines).containsExactly("hi");
  }

  @Test
  void neither_a_failing_listener_nor_a_failing_description_changes_how_a_run_ends() {
    Engine unlucky =
        new Engine(
            fixture.cell,
            event -> {
              throw new IllegalStateException("the store is gone");
            },
            fixture.clock,
            duration -> {},
            new UnusedEvaluator(
                thrown -> {
                  throw new IllegalStateException("its getMessage fails");
                }));
    Exception thrown = new Exception();

    assertThatThrownBy(() -> unlucky.call(task("clean"), List.of(), throwing(thrown)))
        .isSameAs(thrown);
  }

  @Test
  void a_flow_run_knows_its_arguments_as_text_whatever_their_code_does() throws Exception {
    Object hostile =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException();
          }
        };
    List<Object> inItself = new ArrayList<>();
    inItself.add(List.of(inItself));
    Table table = Table.create(DoubleColumn.create("Score", 1, 2, 3));
    Parameter[] parameters = {
      new Parameter("int", "year"),
      new Parameter("Table", "scores"),
      new Parameter("Object", "hostile"),
      new Parameter("List", "inItself"),
      new Parameter("String", "text"),
      new Parameter("List", "many"),
      new Parameter("int[]", "numbers"),
      new Parameter("double[]", "manyNumbers"),
      new Parameter("int[][]", "grid")
    };

    engine.call(
        flow("pipeline", parameters),
        List.of(
            2026,
            table,
            hostile,
            inItself,
            "x".repeat(1000),
            IntStream.range(0, 1000).boxed().toList(),
            new int[] {1, 2},
            new double[1000],
            new int[3][4]),
        () -> 1);

    assertThat(fixture.flowRun().parameters())
        .containsEntry("year", "2026")
        .containsEntry("scores", "Table 3 rows x 1 cols")
        .containsEntry("numbers", "[1, 2]")
        .containsEntry("manyNumbers", "double[1000]")
        .containsEntry("grid", "int[][3]")
        .containsEntry("many", "ListN of 1000")
        .containsEntry("inItself", "ArrayList (its toString fails: StackOverflowError)")
        .hasEntrySatisfying("hostile", text -> assertThat(text).endsWith("IllegalStateException)"))
        .hasEntrySatisfying("text", text -> assertThat(text).hasSize(200).endsWith("…"));
    assertThat(fixture.flowRun().parameters().keySet())
        .containsExactly(
            "year",
            "scores",
            "hostile",
            "inItself",
            "text",
            "many",
            "numbers",
            "manyNumbers",
            "grid");
  }

  @Test
  void a_run_that_has_no_room_to_tell_its_end_is_ended_by_the_run_that_called_it() {
    List<RunEvent> told = new ArrayList<>();
    AtomicBoolean full = new AtomicBoolean(true);
    Engine deep =
        new Engine(
            fixture.cell,
            event -> {
              if (event instanceof RunEvent.TaskRunChanged changed
                  && changed.state().type().isTerminal()
                  && full.getAndSet(false)) {
                throw new StackOverflowError();
              }
              told.add(event);
            },
            fixture.clock,
            duration -> {},
            new UnusedEvaluator(thrown -> CellError.of("", "")));

    assertThatThrownBy(
            () ->
                deep.call(
                    flow("pipeline"),
                    List.of(),
                    () -> deep.call(task("deep"), List.of(), throwing(new Exception()))))
        .isInstanceOf(StackOverflowError.class);

    assertThat(told)
        .filteredOn(RunEvent.TaskRunChanged.class::isInstance)
        .last()
        .asString()
        .contains("Failed");
    assertThat(told).last().isInstanceOf(RunEvent.FlowRunChanged.class);
  }

  @Test
  void a_task_that_calls_itself_without_end_leaves_no_run_that_seems_to_go_on() throws Exception {
    Thread small =
        new Thread(
            null,
            () -> {
              var unused = catchThrowable(() -> fixture.runFlow("pipeline", this::endless));
            },
            "small",
            512 * 1024);
    small.start();
    small.join();

    List<String> open = new ArrayList<>();
    fixture.events.forEach(
        event -> {
          if (event instanceof RunEvent.TaskRunCreated created) {
            open.add(created.run().id());
          }
        });
    int created = open.size();
    fixture.events.forEach(
        event -> {
          if (event instanceof RunEvent.TaskRunChanged changed
              && changed.state().type().isTerminal()) {
            open.remove(changed.taskRunId());
          }
        });
    assertThat(created).isGreaterThan(50);
    assertThat(open).isEmpty();
    assertThat(fixture.flowRun().state().name()).isEqualTo("Failed");
  }

  @Test
  void ten_thousand_task_runs_of_one_flow_are_told_each() throws Exception {
    AtomicInteger completed = new AtomicInteger();
    Engine counting =
        new Engine(
            fixture.cell,
            event -> {
              if (event instanceof RunEvent.TaskRunChanged changed
                  && changed.state().type().isTerminal()) {
                completed.incrementAndGet();
              }
            },
            fixture.clock,
            duration -> {},
            new UnusedEvaluator(thrown -> CellError.of("", "")));

    counting.call(
        flow("pipeline"),
        List.of(),
        () -> {
          for (int i = 0; i < 10_000; i++) {
            counting.call(task("clean"), List.of(), () -> 1);
          }
          return 1;
        });

    assertThat(completed).hasValue(10_000);
  }

  private Object endless() throws Exception {
    return fixture.runTask("again", this::endless);
  }

  /** A body that throws so often, and then returns the value. */
  private static <R> Callable<R> failing(int times, R value) {
    AtomicInteger attempts = new AtomicInteger();
    return () -> {
      if (attempts.incrementAndGet() <= times) {
        throw new IllegalStateException("attempt " + attempts.get());
      }
      return value;
    };
  }

  private static Callable<Object> throwing(Throwable thrown) {
    return () -> {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    };
  }

  private static <R> R unchecked(Callable<R> body) {
    try {
      return body.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A library that knows no interrupt. */
  private static void spinUntil(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }
}
