package dev.flowcell.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.Evaluation;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
public class InterruptTest {

  private static final String ME = "static dev.flowcell.kernel.java.InterruptTest.*";
  private static final Cells cells = new Cells(ME);
  private static CountDownLatch running = new CountDownLatch(1);

  /** Called by cells: they are in the middle of what is to be interrupted. */
  public static void here() {
    running.countDown();
  }

  /** A library that knows no interrupt. */
  public static void stuck(CountDownLatch until) {
    here();
    while (until.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  public static final ReentrantLock TAKEN = new ReentrantLock();

  public static final CountDownLatch END_OF_STUCK = new CountDownLatch(1);

  @AfterAll
  static void close() {
    cells.close();
  }

  private static CellError interrupt(Cells cells, String code) throws InterruptedException {
    return interrupting(cells, () -> cells.error(code));
  }

  private static <T> T interrupting(Cells cells, Supplier<T> work) throws InterruptedException {
    running = new CountDownLatch(1);
    Thread user =
        new Thread(
            () -> {
              awaitRunning();
              cells.evaluator.interrupt();
            });
    user.start();
    T result = work.get();
    assertThat(running.getCount()).as("cells that did not begin: %s", result).isZero();
    user.join();
    return result;
  }

  /** Looks again each second: on a very busy machine a waiting thread was once not woken. */
  private static void awaitRunning() {
    boolean runs = false;
    while (!runs) {
      try {
        runs = running.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static void assertInterrupted(String code) throws InterruptedException {
    CellError error = interrupt(cells, code);
    assertThat(error.name()).isEqualTo(CellError.INTERRUPTED);
    assertThat(error.message()).isEqualTo(CellError.interrupted().message());
    assertThat(cells.value("1 + 1")).isEqualTo(2);
  }

  @Test
  void who_waits_for_a_lock_that_nobody_gives_back_is_left_at_once() throws InterruptedException {
    try (Cells patient = new Cells(Duration.ofSeconds(40), ME)) {
      TAKEN.lock();
      Thread user =
          new Thread(
              () -> {
                while (!TAKEN.hasQueuedThreads()) {
                  Thread.onSpinWait();
                }
                patient.evaluator.interrupt();
              });
      user.start();

      long begun = System.nanoTime();
      CellError error = patient.error("TAKEN.lock();");

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
      assertThat(error.message()).contains("still runs in the background");
      assertThat(patient.value("1 + 1")).isEqualTo(2);
    } finally {
      TAKEN.unlock();
    }
  }

  @Test
  void the_line_that_was_being_run_is_told() throws InterruptedException {
    CellError error = interrupt(cells, "int n = 0;\nwhile (true) {\n  here();\n  n++;\n}");

    assertThat(error.traceback().get(1)).matches("    at In \\[\\d+]:[2-4]");
  }

  @Test
  void an_endless_loop_ends() throws InterruptedException {
    assertInterrupted("here();\nwhile (true) {}");
    assertInterrupted("int i = 0;\nhere();\nfor (;;) { i++; }");
    assertInterrupted("here();\ndo { } while (i != -1 || true);");
  }

  @Test
  void endless_recursion_through_a_catch_ends() throws InterruptedException {
    assertInterrupted(
        "void again() { here(); try { again(); } catch (StackOverflowError e) { again(); } }\n"
            + "again();");
  }

  @Test
  void a_loop_that_catches_everything_ends() throws InterruptedException {
    assertInterrupted("here();\nwhile (true) { try { Thread.sleep(1); } catch (Exception e) { } }");
  }

  @Test
  void a_loop_in_a_lambda_inside_a_library_call_ends() throws InterruptedException {
    assertInterrupted("here();\njava.util.stream.Stream.iterate(1, n -> n + 1).forEach(n -> {});");
  }

  @Test
  void sleeps_and_waits_end() throws InterruptedException {
    assertInterrupted("here();\nThread.sleep(1_000_000);");
    assertInterrupted("here();\nnew java.util.concurrent.CountDownLatch(1).await();");
  }

  @Test
  void a_parallel_stream_ends_on_all_its_threads() throws InterruptedException {
    assertInterrupted(
        "java.util.stream.IntStream.range(0, 64).parallel().forEach(i -> { here(); while (true) {} });");

    assertThat(ForkJoinPool.commonPool().isQuiescent()).isTrue();
    assertThat(cells.value("java.util.stream.IntStream.range(0, 64).parallel().sum()"))
        .isEqualTo(2016);
  }

  @Test
  void what_sleeps_in_a_parallel_stream_is_woken() throws InterruptedException {
    assertInterrupted(
        "java.util.stream.IntStream.range(0, 4).parallel().forEach(i -> { try { here();"
            + " Thread.sleep(1_000_000); } catch (InterruptedException e) { } });");

    assertThat(ForkJoinPool.commonPool().isQuiescent()).isTrue();
  }

  @Test
  void a_hanging_text_of_a_value_ends() throws InterruptedException {
    Object hanging =
        cells.value("new Object() { public String toString() { here(); while (true) {} } }");

    Throwable thrown =
        interrupting(
            cells,
            () ->
                catchThrowable(() -> cells.evaluator.callUserCode(() -> String.valueOf(hanging))));

    assertThat(thrown).isInstanceOf(CellInterruptedError.class);
    assertThat(cells.evaluator.callUserCode(() -> "next")).isEqualTo("next");
  }

  @Test
  void a_hanging_message_of_an_exception_ends() throws InterruptedException {
    assertInterrupted(
        "class Hangs extends RuntimeException { public String getMessage() { here(); while (true)"
            + " {} } }\nthrow new Hangs();");
  }

  @Test
  void a_finally_block_has_its_chance() throws InterruptedException {
    cells.run("int cleaned = 0;\nvoid clean() { for (int i = 0; i < 3; i++) cleaned++; }");

    interrupt(cells, "try { here(); while (true) {} } finally { clean(); }");

    assertThat(cells.value("cleaned")).isEqualTo(3);
  }

  @Test
  void an_interrupt_without_a_cell_does_nothing() {
    cells.evaluator.interrupt();

    assertThat(cells.value("Thread.interrupted()")).isEqualTo(false);
  }

  @Test
  void a_library_call_that_cannot_be_stopped_is_left_behind() throws InterruptedException {
    try (Cells impatient = new Cells(Duration.ofMillis(50), ME)) {
      impatient.run("int kept = 5;");

      CellError error = interrupt(impatient, "stuck(END_OF_STUCK);\nwhile (true) {}");

      assertThat(error.name()).isEqualTo(CellError.INTERRUPTED);
      assertThat(error.message()).contains("could not be stopped", "background");
      assertThat(impatient.value("kept + 1")).isEqualTo(6);
      END_OF_STUCK.countDown();
      assertThat(impatient.value("kept + 2")).isEqualTo(7);
    }
  }

  /** Called by cells: hands a thread that runs their code to the test. */
  public static void run(Runnable code) {
    worker =
        new Thread(
            () -> {
              try {
                code.run();
              } catch (CellInterruptedError e) {
                thrownIntoWorker = e;
              }
              cells.evaluator.release();
              interruptedAfterwards = Thread.currentThread().isInterrupted();
              code.run();
            });
    worker.start();
  }

  private static Thread worker = new Thread();
  private static volatile @Nullable Throwable thrownIntoWorker;
  private static volatile boolean interruptedAfterwards;

  @Test
  void code_on_any_thread_is_stopped_until_that_thread_is_released() throws InterruptedException {
    running = new CountDownLatch(1);
    cells.run(
        "var turns = new java.util.concurrent.atomic.AtomicInteger();\n"
            + "run(() -> { if (turns.incrementAndGet() == 1) { here(); while (true) {} } });");
    running.await();

    cells.evaluator.stop(worker);
    worker.join();

    assertThat(thrownIntoWorker).isInstanceOf(CellInterruptedError.class);
    assertThat(interruptedAfterwards).isFalse();
    assertThat(cells.value("turns.get()")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "here(); while (true) {}",
        "{ here(); while (true) {} }",
        "try { here(); while (true) {} } catch (Throwable e) {}\nwhile (true) {}"
      })
  void who_stops_a_thread_that_waits_for_a_cell_stops_the_cell(String code)
      throws InterruptedException {
    running = new CountDownLatch(1);
    AtomicReference<@Nullable Evaluation> ended = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              ended.set(cells.run(code));
              cells.evaluator.release();
            });
    waiting.start();
    running.await();

    cells.evaluator.stop(waiting);
    waiting.join();

    assertThat(Cells.error(Objects.requireNonNull(ended.get()))).isEqualTo(CellError.interrupted());
    assertThat(cells.value("Thread.interrupted()")).isEqualTo(false);
  }

  /** Called by cells: their thread is stopped for a reason of its own, and that one is over. */
  public static void stopAndRelease() {
    cells.evaluator.stop(Thread.currentThread());
    cells.evaluator.release();
  }

  @Test
  void the_end_of_another_stop_does_not_take_the_interrupt_of_the_cell_back()
      throws InterruptedException {
    assertInterrupted(
        "here();\ntry { while (true) {} } catch (Throwable e) { stopAndRelease(); }\n"
            + "while (true) {}");
  }
}
