package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.State;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cached tasks in the kernel's own evaluator; each prints when it runs. */
class CachedTasksTest {

  @TempDir Path results;
  private Notebook notebook;

  private static final class Notebook extends KernelCells {
    Notebook(Path results) {
      super("java.util.stream.*", Clock.systemUTC(), results);
    }
  }

  @BeforeEach
  void open() {
    notebook = new Notebook(results);
  }

  @AfterEach
  void close() {
    notebook.close();
  }

  private void restart() {
    close();
    open();
  }

  private void cell(String text) {
    notebook.done(text);
  }

  /** Says whether the task runs, or is given what it had returned. */
  private String call(String call) {
    String task = call.substring(0, call.indexOf('('));
    String value = notebook.value(call);
    State end = notebook.session.engine().lastCall(task).orElseThrow().state();
    return (end.name().equals(State.CACHED) ? "cached " : "ran ") + value;
  }

  @Test
  void a_new_kernel_is_given_what_an_earlier_one_has_stored() {
    String task =
        "%task --cache inputs+source\nList<Integer> twice(int n) { return List.of(n, n); }";
    cell(task);
    assertThat(call("twice(3)")).isEqualTo("ran [3, 3]");
    assertThat(call("twice(3)")).isEqualTo("cached [3, 3]");

    restart();
    cell(task);
    assertThat(call("twice(3)")).isEqualTo("cached [3, 3]");
    assertThat(call("twice(4)")).isEqualTo("ran [4, 4]");
  }

  @Test
  void a_plan_tells_of_results_that_the_task_as_it_is_can_be_given() {
    cell("%task --cache inputs+source\nint twice(int n) { return 2 * n; }");
    cell("%flow\nint sum() { return twice(1) + twice(2); }");
    assertThat(notebook.value("%flow plan sum")).doesNotContain("cached");

    cell("sum();");
    assertThat(notebook.value("%flow plan sum")).contains("2 results cached");

    cell("%task --cache inputs+source\nint twice(int n) { return n + n; }");
    assertThat(notebook.value("%flow plan sum")).doesNotContain("cached ·", "results cached");
  }

  @Test
  void values_of_types_that_cells_declare_come_back() {
    String cells =
        "record Score(String name, double points) {}\n"
            + "@Task(cache = \"inputs\", expires = \"1h\")\n"
            + "Score best(String name) { return new Score(name, 2.5); }";
    cell(cells);
    call("best(\"a\")");

    restart();
    cell(cells);
    assertThat(call("best(\"a\").points()")).isEqualTo("cached 2.5");
  }

  @Test
  void an_edited_helper_a_subtype_and_a_called_task_make_it_run_again() {
    cell("interface Shape { int area(); }");
    cell("record Square(int a) implements Shape { public int area() { return a * a; } }");
    cell("int scale(int n) { return n; }");
    cell("%task\nint base() { return 10; }");
    cell(
        "%task --cache source\n"
            + "int sum() { List<Shape> all = all(); return base() + scale(all.get(0).area()); }");
    cell("List<Shape> all() { return List.of(new Square(3)); }");
    assertThat(call("sum()")).isEqualTo("ran 19");
    assertThat(call("sum()")).isEqualTo("cached 19");

    cell("int scale(int n) { return 2 * n; }");
    assertThat(call("sum()")).isEqualTo("ran 28");
    cell("%task\nint base() { return 20; }");
    assertThat(call("sum()")).isEqualTo("ran 38");
    cell("record Square(int a) implements Shape { public int area() { return a; } }");
    assertThat(call("sum()")).isEqualTo("ran 26");
    assertThat(call("sum()")).isEqualTo("cached 26");
  }

  @Test
  void an_edited_type_of_which_only_the_values_know_makes_it_run_again() {
    cell("int factor = 1;");
    cell("record Side(int a) { int length() { return factor * a; } }");
    cell("record Square(Side side) { public String toString() { return \"\" + side.length(); } }");
    cell("%task --cache inputs+source\nString told(Object any) { return any.toString(); }");
    assertThat(call("told(new Square(new Side(3)))")).isEqualTo("ran 3");
    assertThat(call("told(List.of(new Square(new Side(3))))")).isEqualTo("ran [3]");
    assertThat(call("told(new Square(new Side(3)))")).isEqualTo("cached 3");

    cell("record Side(int a) { int length() { return factor * a + 10; } }");
    assertThat(call("told(new Square(new Side(3)))")).isEqualTo("ran 13");
    assertThat(call("told(List.of(new Square(new Side(3))))")).isEqualTo("ran [13]");
    cell("factor = 2;");
    assertThat(call("told(new Square(new Side(3)))")).isEqualTo("ran 16");
    assertThat(call("told(new Square(new Side(3)))")).isEqualTo("cached 16");
    assertThat(call("told(\"text\")")).isEqualTo("ran text");
  }

  @Test
  void a_variable_that_is_assigned_or_declared_again_makes_it_run_again() {
    cell("int limit = 5;");
    cell("%task --cache inputs\nint capped(int n) { return Math.min(n, limit); }");
    assertThat(call("capped(9)")).isEqualTo("ran 5");
    cell("limit = 6;");
    assertThat(call("capped(9)")).isEqualTo("ran 6");
    cell("int limit = 5;");
    assertThat(call("capped(9)")).isEqualTo("cached 5");
    cell("double limit = 5;");
    cell("%task --cache inputs\nint capped(int n) { return (int) Math.min(n, limit); }");
    assertThat(call("capped(9)")).isEqualTo("ran 5");
  }

  @Test
  void the_definition_says_once_which_variables_its_key_leaves_out() {
    cell("List<String> names = new ArrayList<>();");
    cell("%task --cache inputs\nint count(int n) { return names.size() + n; }");

    assertThat(notebook.printed())
        .contains("count is cached and reads the variable List names")
        .contains("numbers, texts, enums and records of these");
    cell("count(1); count(2);");
    assertThat(notebook.printed()).isEmpty();
  }

  @Test
  void clearing_says_how_much_and_makes_it_run_again() {
    cell("%task --cache inputs\nint one(int n) { return n; }");
    cell("one(1); one(2);");

    assertThat(notebook.value("%task clear one")).startsWith("2 cached values of one forgotten (");
    assertThat(call("one(1)")).isEqualTo("ran 1");
    assertThat(notebook.value("%task clear --all")).startsWith("1 cached value of all notebooks");
    assertThat(notebook.value("%task clear"))
        .isEqualTo("nothing is cached of this notebook's tasks");
    assertThat(notebook.failed("%task clear ome").message())
        .contains("there is no task 'ome', did you mean one?");
  }

  @Test
  void options_of_a_call_choose_otherwise() {
    cell("%task\nint one(int n) { return n; }");
    cell("%task --cache inputs\nint two(int n) { return n; }");
    cell("for (int i = 0; i < 2; i++) one.with(cache(\"inputs\", \"1h\")).call(1);");
    assertThat(notebook.session.engine().lastCall("one").orElseThrow().state().name())
        .isEqualTo("Cached");

    cell("two(1); two.with(noCache()).call(1);");
    assertThat(notebook.session.engine().lastCall("two").orElseThrow().state().name())
        .isEqualTo("Completed");
    cell("two.with(refresh()).call(1);");
    assertThat(notebook.session.engine().lastCall("two").orElseThrow().state().name())
        .isEqualTo("Completed");
    assertThat(notebook.failed("two.with(cache(\"inputs-m\")).call(1)").message())
        .contains("two has no such parameter");
  }

  @Test
  void a_call_in_a_flow_and_one_by_map_find_the_same_result() {
    cell("var runs = new java.util.concurrent.atomic.AtomicInteger();");
    cell("%task --cache inputs\nint half(int n) { runs.incrementAndGet(); return n / 2; }");
    cell("%flow\nint all() { return half.map(List.of(2, 2, 4)).stream().mapToInt(x -> x).sum(); }");

    assertThat(notebook.value("all() + half(4)")).isEqualTo("6");
    assertThat(notebook.value("runs")).isEqualTo("2");
  }
}
