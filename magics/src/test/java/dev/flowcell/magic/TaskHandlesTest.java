package dev.flowcell.magic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.Session;
import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.library.Libraries;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.testing.RecordingOutput;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The variables beside tasks, in cells. */
@Timeout(60)
class TaskHandlesTest {

  private final RecordingOutput output = new RecordingOutput();
  private final CurrentCell cell = new CurrentCell(output);
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final JShellCells java = new JShellCells();
  private final Session session = Session.open(cell, java, store, Clock.systemUTC());
  private final CellRunner runner =
      new CellRunner(
          new MagicContext(
              session.engine(),
              session.definitions(),
              store,
              java,
              cell,
              session.renderers(),
              new Libraries(),
              Clock.systemUTC(),
              "1"));
  private int number;

  @AfterEach
  void close() {
    session.close();
    java.close();
  }

  @Test
  void a_task_is_submitted_by_its_name_in_the_very_cell_that_declares_it() {
    assertThat(
            text(
                "%task\nint twice(int x) { return 2 * x; }\n"
                    + "twice.submit(twice.submit(10)).join() + 2"))
        .isEqualTo("42");
    assertThat(java.asked()).hasSize(1);
  }

  @Test
  void a_map_keeps_the_order_of_whatever_it_maps() {
    done("%task\nint twice(int x) { return 2 * x; }");
    done("%task\nString pair(String a, int b) { return a + b; }");
    done("%task\nString entry(Map.Entry<String, Integer> e) { return e.getKey() + e.getValue(); }");

    assertThat(text("twice.map(List.of(3, 1, 2))")).isEqualTo("[6, 2, 4]");
    assertThat(text("twice.map(new int[] {1, 2})")).isEqualTo("[2, 4]");
    assertThat(text("twice.map(java.util.stream.IntStream.range(0, 3))")).isEqualTo("[0, 2, 4]");
    assertThat(text("twice.map(twice.mapAsync(Set.of(5)))")).isEqualTo("[20]");
    assertThat(text("twice.map(List.of())")).isEqualTo("[]");
    assertThat(text("pair.map(new String[] {\"a\", \"b\"}, List.of(1, 2))")).isEqualTo("[a1, b2]");
    assertThat(text("pair.map(fixed(\"x\"), List.of(1, 2))")).isEqualTo("[x1, x2]");
    assertThat(text("entry.map(new TreeMap<>(Map.of(\"a\", 1, \"b\", 2)))")).isEqualTo("[a1, b2]");
  }

  @Test
  void the_first_failure_in_order_comes_out_of_a_map_when_all_have_run() {
    done(
        "%task\nint load(int i) throws Exception {\n"
            + "if (i > 1) throw new java.io.IOException(\"no \" + i);\nreturn i; }");
    done("%flow\nList<Integer> all() { return load.map(List.of(1, 2, 3)); }");

    assertThat(failed("all()").message()).isEqualTo("no 2");
    assertThat(lastRun().tasks())
        .extracting(run -> run.state().name())
        .containsExactly("Completed", "Failed", "Failed");
  }

  @Test
  void with_fail_fast_the_first_failure_keeps_the_others_from_beginning() {
    done("var called = new java.util.concurrent.CountDownLatch(1);");
    done("%task --limit 1\nint load(int i) { called.await(); return 1 / i; }");
    done(
        "%flow\nvoid all() {\nvar all = load.with(failFast()).mapAsync(List.of(0, 1, 2));\n"
            + "called.countDown();\nall.get(2).join(); }");

    assertThat(failed("all()").message()).contains("load-3 was cancelled");
    assertThat(lastRun().tasks())
        .extracting(run -> run.state().name())
        .containsExactly("Failed", "Cancelled", "Cancelled");
    assertThat(failed("load.with(failFast()).map(List.of(0, 1, 2))").message()).contains("zero");
  }

  @Test
  void options_of_a_call_are_those_of_that_call() {
    done(
        "int tries = 0;\n%task\nint flaky() { if (++tries % 3 != 0) throw new"
            + " IllegalStateException(); return tries; }");
    assertThat(text("flaky.with(retries(2), delay(\"1ms\", \"2ms\"), name(\"Flaky\")).call()"))
        .isEqualTo("3");
    assertThat(text("flaky.with(retries(1)).with(retries(2), limit(1)).submit().result()"))
        .isEqualTo("6");
    assertThat(failed("flaky()").name()).isEqualTo("IllegalStateException");
    assertThat(failed("flaky.with(delay(\"soon\"))").message()).contains("delay needs a duration");
    assertThat(failed("flaky.with(limit(0))").message()).contains("limit needs a number");
  }

  @Test
  void what_a_task_throws_comes_out_of_call_and_result_unchanged() {
    done(
        "%task\nvoid fails() throws java.io.IOException { throw new java.io.IOException(\"no\"); }");

    assertThat(failed("fails.call()").name()).isEqualTo("IOException");
    assertThat(failed("fails.submit().result()").name()).isEqualTo("IOException");
    assertThat(text("fails.submit().handle((r, e) -> \"\" + e.getMessage()).join()"))
        .isEqualTo("no");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "clean.submit(1) | clean(String raw, long rows) takes 2 arguments, not 1",
        "clean.submit(1, 2) | parameter raw of clean is of type String and cannot be a Integer",
        "clean.submit(\"a\", null) | parameter rows of clean is of type long and cannot be null",
        "clean.submit(\"a\", 1.5) | parameter rows of clean is of type long and cannot be a Double",
        "clean.call(clean.submit(\"a\", 1), 2) | parameter raw of clean is of type String and cannot"
            + " be a TaskFuture",
        "clean.submit(\"a\", clean.submit(\"b\", 2)).result() | parameter rows of clean is of type"
            + " long and cannot be a String",
        "clean.map(List.of(\"a\"), 3) | clean.map needs a list, stream, array or map as its argument"
            + " 2, not a Integer; fixed(value) gives one value to all calls",
        "clean.map(List.of(\"a\"), List.of(1, 2)) | clean.map got lists of 1 and 2 elements; they"
            + " must be of one length, and fixed(value) gives one value to all calls",
        "clean.map(fixed(\"a\"), fixed(1)) | clean.map needs a list, and all it got is fixed",
        "task(\"cleen\").submit() | there is no task cleen; %task list shows those there are"
      })
  void arguments_that_do_not_fit_are_told_with_their_parameter(String code, String message) {
    done("%task\nString clean(String raw, long rows) { return raw + rows; }");

    assertThat(failed(code).message()).isEqualTo(message);
  }

  @Test
  void arguments_are_widened_as_java_does_and_a_null_array_is_one_null() {
    done("%task\nString wide(long a, double b, Object c) { return a + \" \" + b + \" \" + c; }");
    done("%task\nString any(Object o) { return \"\" + o; }");

    assertThat(text("wide.submit(1, 'a', null).join()")).isEqualTo("1 97.0 null");
    assertThat(text("any.submit((Object[]) null).join()")).isEqualTo("null");
  }

  @Test
  void overloads_varargs_and_generic_tasks_have_a_handle() {
    done("%task\nint f(int n) { return n; }\n%task\nString f(String s) { return s + s; }");
    done("%task\nString f(Object o) { return \"object\"; }");
    done("%task\nint sum(String what, int... xs) { return Arrays.stream(xs).sum(); }");
    done(
        "%task\n<T extends Comparable<T>> List<T> sorted(List<T> x) { return x.stream().sorted().toList(); }");
    done("%task\n<T> T first(List<T> x) { return x.get(0); }");

    assertThat(text("f.submit(3).join()")).isEqualTo("3");
    assertThat(text("f.submit(\"a\").join()")).isEqualTo("aa");
    assertThat(text("f.submit(2.5).join()")).isEqualTo("object");
    assertThat(failed("f.submit(1, 2)").message())
        .isEqualTo("no f takes (Integer, Integer): there is f(int n), f(String s), f(Object o)");
    assertThat(text("sum.submit(\"a\", 1, 2, 3).join()")).isEqualTo("6");
    assertThat(text("sum.submit(\"a\").join() + sum.call(\"a\", new int[] {1, 2})")).isEqualTo("3");
    assertThat(text("sorted.submit(List.of(2, 1)).join()")).isEqualTo("[1, 2]");
    assertThat(text("first.submit(List.of(2, 1)).join()")).isEqualTo("2");
  }

  @Test
  void a_handle_runs_what_a_plain_call_would_run() {
    done("int helper() { return 1; }\n%task\nint f(int x) { return x + helper(); }");
    assertThat(text("f.submit(1).join()")).isEqualTo("2");
    done("int helper() { return 10; }");
    assertThat(text("f.submit(1).join()")).isEqualTo("11");
    done("%task --retries 1\nint f(int x) { return x + 100; }");
    assertThat(text("f.submit(1).join()")).isEqualTo("101");
  }

  @Test
  void a_variable_of_the_users_own_wins_and_the_handle_is_still_to_be_had() {
    done("%task\nint summary(int x) { return x; }\nint summary = summary(40);");
    assertThat(text("summary + 2")).isEqualTo("42");
    assertThat(text("task(\"summary\").submit(3).join()")).isEqualTo("3");

    done("%task\nint summary(int x) { return -x; }");
    done("%task\nint summary(int x) { return -x; }");
    assertThat(text("summary")).isEqualTo("40");
    assertThat(text("task(\"summary\").call(3)")).isEqualTo("-3");
    assertThat(output.printed(CellOutput.Stream.STDERR).lines())
        .containsExactly(
            "your variable summary stays; task(\"summary\") is what the task's handle would be");
  }

  @Test
  void a_task_that_is_a_method_again_has_no_handle() {
    done("%task\nint f() { return 1; }\n%task\nint g() { return 1; }\nint h = 1;");
    done("int f() { return 2; }");

    assertThat(java.variableType("f")).isEmpty();
    assertThat(java.variableType("g")).isPresent();
    assertThat(java.variableType("h")).hasValue("int");
    assertThat(failed("f.submit()").name()).isEqualTo("CompileError");
  }

  @Test
  void a_task_in_a_cell_that_failed_before_it_has_its_handle() {
    failed("int x = 1 / 0;\n%task\nint f() { return 5; }");

    failed("int y = 1 / 0;\n@Task\nint g() { return 5; }");
    assertThat(text("g.submit().join()")).isEqualTo("5");
  }

  @Test
  void a_task_is_found_by_the_name_that_its_runs_are_shown_by() {
    done("%task \"Load the data\"\nint load(int x) { return x; }");

    assertThat(text("load.submit(5).join() + \" \" + task(\"Load the data\").call(1)"))
        .isEqualTo("5 1");
    assertThat(text("load")).isEqualTo("task load(int x)");
  }

  @Test
  void a_cell_task_is_called_by_its_handle_and_runs_in_place() {
    done("int n = 0;\n%task load\nn++;\nn * 10");

    assertThat(text("load.with(retries(1)).call()")).isEqualTo("20");
    assertThat(failed("load.submit()").message()).contains("load is a cell task");
  }

  @Test
  void methods_of_the_users_own_win_over_the_names_for_calls() {
    done(
        "int retries(int n) { return -n; }\nint limit(int n) { return -n; }\n"
            + "String name(String n) { return n + n; }\nint delay(String s) { return 7; }\n"
            + "int timeout(String s) { return 8; }\nint fixed(Object o) { return 9; }\n"
            + "int failFast() { return 10; }\nString task(String s) { return s; }");

    assertThat(
            text(
                "\"\" + retries(1) + limit(2) + name(\"a\") + delay(\"1s\") + timeout(\"1s\") +"
                    + " fixed(1) + failFast() + task(\"t\")"))
        .isEqualTo("-1-2aa78910t");
  }

  @Test
  void a_flow_narrows_what_it_submits() {
    done("%task\nint level(int n) { return n == 0 ? 0 : 1 + level.submit(n - 1).join(); }");
    done("%flow --concurrency 1\nint deep() { return level.submit(5).join(); }");

    assertThat(text("deep()")).isEqualTo("5");
    assertThat(text("%flow list")).contains("--concurrency 1");
    assertThat(lastRun().tasks()).hasSize(6).extracting(TaskRun::task).containsOnly("level");
  }

  private CellResult run(String text) {
    CellSource source = new CellSource("", ++number, text);
    cell.begin(source, output, CellInput.NONE);
    try {
      return runner.run(source);
    } finally {
      session.engine().endCell();
    }
  }

  private void done(String text) {
    assertThat(run(text)).as(text).isNotInstanceOf(CellResult.Failed.class);
  }

  private CellError failed(String text) {
    CellResult result = run(text);
    assertThat(result).as(text).isInstanceOf(CellResult.Failed.class);
    return ((CellResult.Failed) result).error();
  }

  private String text(String text) {
    CellResult result = run(text);
    assertThat(result).as(text).isInstanceOf(CellResult.Value.class);
    return ((CellResult.Value) result).bundle().text().replaceAll("^\"|\"$", "");
  }

  private RunTree lastRun() {
    return store.find(store.flowRuns(new FlowRunQuery(null, 1)).get(0).id()).orElseThrow();
  }
}
