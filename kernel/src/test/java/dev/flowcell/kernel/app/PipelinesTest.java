package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.State;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks and flows in cells, with the kernel's own evaluator: what threads and stops do. */
@Timeout(60)
public class PipelinesTest extends KernelCells {

  private static volatile CountDownLatch running = new CountDownLatch(1);
  private static volatile CountDownLatch until = new CountDownLatch(1);

  PipelinesTest() {
    super("static dev.flowcell.kernel.app.PipelinesTest.*");
    running = new CountDownLatch(1);
    until = new CountDownLatch(1);
  }

  /** Before the session is closed: what still runs there is to end. */
  @AfterEach
  void letGo() {
    until.countDown();
  }

  /** Called by cells: they are where the test wants them. */
  public static void here() {
    running.countDown();
  }

  /** Called by cells: a library that knows no interrupt. */
  public static void deaf() {
    here();
    while (until.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private static List<String> names(Run run) {
    return run.history().stream().map(State::name).toList();
  }

  @Test
  void overloads_are_told_apart_when_one_of_them_is_declared_again() {
    done("%task\nString load(String a, int b) { return a + b; }");
    done("%task\nString load(String a) { return a; }");
    done("%task\nString load(String a, int b) { return a + b + '!'; }");

    assertThat(value("load(\"x\") + load(\"y\", 2)")).isEqualTo("xy2!");
  }

  @Test
  void a_task_may_throw_anything() {
    done("%task\nint risky() throws Throwable { throw new Throwable(\"so\"); }");

    assertThat(failed("risky()").name()).isEqualTo("Throwable");
  }

  @Test
  void a_task_that_asks_for_input_fails_at_once() {
    done("%task\nString ask() { return readLine(\"name: \"); }");

    assertThat(failed("ask()").message())
        .startsWith("the task ask asked for input, but a task runs without anybody");
    assertThat(failed("readPassword(\"? \")").message()).contains("nobody can answer here");
  }

  @Test
  void an_endless_loop_ends_with_its_time_and_the_cell_goes_on() {
    done("%task --timeout 200ms\nint endless() { while (true) {} }");
    done(
        "%flow\nString pipeline() {\n  try { endless(); return \"?\"; }\n  catch"
            + " (Exception e) { return e.getMessage(); }\n}");

    assertThat(value("pipeline()")).isEqualTo("endless has taken longer than 200ms");
    assertThat(names(lastRun().tasks().get(0))).containsExactly("Pending", "Running", "TimedOut");
    assertThat(value("Thread.interrupted()")).isEqualTo("false");
  }

  @Test
  void a_library_that_does_not_stop_is_abandoned_and_the_cell_goes_on() {
    // long enough to be in there: before, it would stop
    done("%task --timeout 1s\nvoid stuck() { deaf(); }");
    done("%flow\nvoid pipeline() { stuck(); }");

    assertThat(failed("pipeline()").message()).isEqualTo("stuck has taken longer than 1s");

    assertThat(lastRun().tasks().get(0).state().message())
        .isEqualTo(
            "TimeoutException: stuck has taken longer than 1s; its code did not stop and was abandoned");
    assertThat(value("1 + 1")).isEqualTo("2");
  }

  @Test
  void statements_have_their_time_too() {
    assertThat(failed("%flow endless --timeout 200ms\nwhile (true) {}").message())
        .isEqualTo("endless has taken longer than 200ms");
    assertThat(names(lastFlow())).containsExactly("Pending", "Running", "TimedOut");

    // long enough to be compiled in: only then there is code that does not stop
    assertThat(failed("%flow stuck --timeout 5s\ndeaf();").message())
        .isEqualTo("stuck has taken longer than 5s");
    assertThat(lastFlow().state().message()).endsWith("was abandoned");
    assertThat(value("1 + 1")).isEqualTo("2");
  }

  @Test
  void a_deep_recursion_has_as_much_room_as_in_a_cell() {
    done("int depth(int n) { return n == 0 ? 0 : 1 + depth(n - 1); }");
    done("%task --timeout 30s\nint deep() { return depth(4_000); }");

    assertThat(value("deep()")).isEqualTo("4000");
  }

  @Test
  void a_flow_that_is_cancelled_from_elsewhere_ends_its_cell_as_interrupted() throws Exception {
    done("%task\nvoid load() { here(); while (true) {} }");
    done("%flow\nvoid pipeline() {\n  while (true) { try { load(); } catch (Exception e) { } }\n}");
    Thread other =
        new Thread(
            () -> {
              try {
                running.await();
              } catch (InterruptedException e) {
                return;
              }
              store.requestCancel(lastFlow().id());
            });
    other.start();

    assertThat(failed("pipeline()")).isEqualTo(CellError.interrupted());
    other.join();

    assertThat(names(lastFlow())).containsExactly("Pending", "Running", "Cancelling", "Cancelled");
    assertThat(names(lastRun().tasks().get(0))).containsExactly("Pending", "Running", "Cancelled");
    assertThat(value("Thread.interrupted()")).isEqualTo("false");
  }

  @Test
  void checks_and_followers_may_be_declared_later_and_anew() {
    done("%task --check isGood --on-failure tell\nint load() { return 1; }");
    done("%flow --on-completion tellAll\nint pipeline() { return load(); }");

    assertThat(failed("pipeline()").message())
        .contains("--check isGood of task load: there is no method isGood");

    done("int least = 1;\nboolean isGood(int result) { return result >= least; }");
    done("void tellAll() { runLogger().info(\"all done\"); }");
    assertThat(value("pipeline()")).isEqualTo("1");
    assertThat(lastRun().logs()).extracting(LogLine::message).containsExactly("all done");

    done("int least = 2;");
    done("void tell(Throwable e) { runLogger().warn(\"told: {}\", e.getMessage()); }");
    assertThat(failed("pipeline()").message())
        .isEqualTo("check isGood said no to the result of load");
    assertThat(lastRun().logs())
        .extracting(LogLine::message)
        .containsExactly("told: check isGood said no to the result of load");

    done("boolean isGood(int result) { return true; }");
    assertThat(value("pipeline()")).isEqualTo("1");
  }

  @Test
  void exceptions_of_the_notebook_are_tried_again_also_as_causes_and_declared_anew() {
    done("int calls = 0;\nclass Flaky extends Exception { Flaky(String m) { super(m); } }");
    done(
        "%task --retries 1 --retry-on Flaky\nint load() throws Exception {\n  if (calls++ % 2 == 0)"
            + " throw new RuntimeException(new Flaky(\"again\"));\n  return calls;\n}");
    assertThat(value("load()")).isEqualTo("2");

    done("class Flaky extends Exception { Flaky(String m) { super(m + \"!\"); } }");
    assertThat(value("load()")).isEqualTo("4");
  }

  @Test
  void an_exception_that_nobody_knows_is_said_where_it_is_named() {
    assertThat(failed("%task --retry-on IOExeption\nint load() { return 1; }").message())
        .isEqualTo("unknown exception 'IOExeption', did you mean 'IOException'?");
    assertThat(failed("%task --retry-on String\nint load() { return 1; }").message())
        .isEqualTo("'String' is no exception");
    done("%task --retry-on IOException,java.net.SocketException\nint load() { return 1; }");
    done("%task --retry-on SQLException,isBusy\nint load() { return 1; }");
    done(
        "class Mine extends Exception {}\n%task --retry-on Mine\nint load() { return 1; }\nload()");
  }

  @Test
  void a_cell_task_that_does_not_compile_says_so_in_its_run() {
    failed("%flow broken\nint x = \"text\";");

    assertThat(lastFlow().state().message()).startsWith("does not compile: ");
  }
}
