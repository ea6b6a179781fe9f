package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
import dev.flowcell.kernel.java.CapturedStreams;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Submitted tasks in cells, with the kernel's own evaluator. */
@Timeout(60)
public class ParallelTasksTest extends KernelCells {

  private static volatile CountDownLatch running = new CountDownLatch(1);

  ParallelTasksTest() {
    super("static dev.flowcell.kernel.app.ParallelTasksTest.*");
    running = new CountDownLatch(1);
  }

  /** Called by cells: they are where the test wants them. */
  public static void here() {
    running.countDown();
  }

  @Test
  void submitted_tasks_are_mapped_limited_and_named() {
    done("%task --limit 2\nint twice(int x) { return 2 * x; }");
    done("%flow --concurrency 3\nList<Integer> all() { return twice.map(List.of(1, 2, 3)); }");

    assertThat(value("all()")).isEqualTo("[2, 4, 6]");
    assertThat(value("twice.with(name(\"Twice\")).submit(twice.submit(5)).join()")).isEqualTo("20");
    assertThat(value("twice")).isEqualTo("task twice(int x)");
  }

  @Test
  void a_handle_outlives_the_types_and_methods_of_its_task() {
    done("record Score(int x) {}\nint base() { return 1; }");
    done("%task\nScore load(int x) { return new Score(x + base()); }");
    assertThat(value("load.submit(1).join()")).isEqualTo("Score[x=2]");

    done("record Score(int x, int y) { Score(int x) { this(x, x); } }");
    assertThat(value("load.submit(1).join()")).isEqualTo("Score[x=2, y=2]");
    done("int base() { return 10; }");
    assertThat(value("load.map(List.of(1)).get(0).y()")).isEqualTo("11");
  }

  @Test
  void the_stop_button_ends_submitted_loops_and_what_waits_for_them() throws Exception {
    done("%task\nint endless() { here(); while (true) {} }");
    done("%task\nint next(int x) { return x; }");
    done("%flow --concurrency 1\nint all() { return next.submit(endless.submit()).join(); }");
    Thread user = new Thread(this::interruptWhenRunning);
    user.start();

    assertThat(failed("all()").message()).isEqualTo(CellError.interrupted().message());
    user.join();

    assertThat(lastFlow().state().name()).isEqualTo("Cancelled");
    assertThat(lastRun().tasks()).extracting(run -> run.state().name()).containsOnly("Cancelled");
    assertThat(value("next.submit(5).join()")).isEqualTo("5");
  }

  @Test
  void a_failure_of_a_submitted_task_shows_the_users_own_lines_and_no_others() {
    done("%task\nint load(int x) {\n  return 1 / x;\n}");

    assertThat(failed("load.map(List.of(1, 0))").traceback())
        .anySatisfy(line -> assertThat(line).contains("In [1]", ":3"))
        .noneMatch(line -> line.contains("dev.flowcell") || line.contains("jdk.internal"));
  }

  @Test
  @SuppressWarnings("try") // the streams are captured as long as the cells run
  void every_line_of_a_parallel_stream_is_in_the_log_of_its_own_task() {
    try (CapturedStreams streams =
        CapturedStreams.install(session.engine()::printed, cell::input)) {
      done(
          "%task\nvoid say(String s) { IntStream.range(0, 500).parallel()"
              + ".forEach(i -> System.out.println(s)); }");
      done(
          "%flow\nvoid all() { var a = say.submit(\"a\"); say.submit(\"b\"); say(\"c\"); }\nall();");
    }

    Map<String, Long> lines =
        lastRun().logs().stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.taskRunId() + line.message(), Collectors.counting()));
    assertThat(lines).hasSize(3).containsValues(500L, 500L, 500L);
  }

  @Test
  void the_help_of_a_task_is_its_method_and_not_its_handle() {
    done("%task\nint twice(int x) { return 2 * x; }");

    assertThat(notebook.inspect("twice", 5, false))
        .hasValueSatisfying(help -> assertThat(help.text()).contains("int twice(int x)"));
  }

  private void interruptWhenRunning() {
    try {
      running.await();
    } catch (InterruptedException e) {
      return;
    }
    notebook.interrupt();
  }
}
