package dev.flowcell.kernel.java.classes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
import dev.flowcell.kernel.java.Cells;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditionsTest {

  private final Cells cells = new Cells();

  @AfterEach
  void close() {
    cells.close();
  }

  @Test
  void objects_outlive_the_methods_that_their_class_calls() {
    cells.run("int tax() { return 1; }");
    cells.run("class Bill { int total() { return 10 + tax(); } }");
    cells.run("var bill = new Bill();\nvar bills = List.of(bill);");

    cells.run("int tax() { return 2; }");
    assertThat(cells.value("bill.total()")).isEqualTo(12);
    cells.run("int tax() { return 3; }");

    assertThat(cells.value("bill.total()")).isEqualTo(13);
    assertThat(cells.value("bills.get(0) == bill && new Bill().getClass() == bill.getClass()"))
        .isEqualTo(true);
    assertThat(cells.notes).isEmpty();
  }

  @Test
  void objects_outlive_the_variables_that_their_class_names() {
    cells.run("double rate = 0.5;\nString unit = \"EUR\";");
    cells.run(
        "class Bill { String total() { return 10 * rate + unit; } void dear() { rate = 2; } }");
    cells.run("var bill = new Bill();");

    cells.run("double rate = 0.7;\nString unit = \"$\";");

    assertThat(cells.value("bill.total()")).isEqualTo("7.0$");
    cells.run("bill.dear();");
    assertThat(cells.value("rate")).isEqualTo(2.0);
    assertThat(cells.notes).isEmpty();
  }

  @Test
  void a_lambda_calls_the_method_that_is_there_now() {
    cells.run("int tax() { return 1; }\nint twice(int amount) { return 2 * amount; }");
    cells.run("Supplier<Integer> declared = () -> tax();");
    cells.run("var all = new ArrayList<Supplier<Integer>>();\nall.add(() -> twice(tax()));");
    cells.run("Supplier<Integer> made() { return () -> tax(); }\nvar third = made();");

    cells.run("int tax() { return 5; }");

    assertThat(cells.value("declared.get() + all.get(0).get() + third.get()")).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "long f(int a, long b, double c) { return %s; } | f(1, 2L, 3.0)",
        "double f(float a) { return %s; } | f(1f)",
        "byte f(byte a, char b, short c, boolean d) { return %s; } | f((byte) 1, 'b', (short) 2, true)",
        "int f(String... words) { return %s + words.length; } | f() + f(\"a\", \"b\")",
        "<T extends Comparable<T>> int f(List<T> all) throws Exception { return %s; } | f(List.of(1))",
        "Integer f(int[][] all) { return %s; } | f(new int[2][])",
        "int f() { while (true) { if (true) return %s; } } | f()",
        "int f(int n) { return n == 0 ? %s : f(n - 1); } | f(100)",
        "int f() { return List.of(1).stream().mapToInt(a -> a + %s).sum(); } | f()",
        "int f() { return new Object() { int one() { return %s; } }.one(); } | f()",
        "int f() { record Pair(int a, int b) {} return new Pair(%s, 1).hashCode(); } | f()",
        "int f() { enum E { A, B } return switch (E.B) { case A -> 1; case B -> %s; }; } | f()",
        "int f() { return switch (Thread.State.NEW) { case NEW -> %s; default -> 0; }; } | f()",
        "int f() { assert %s > 0; return 1; } | f()",
        "int f() { interface I { int a(); } I i = () -> %s; return i.a(); } | f()"
      })
  void a_method_of_any_kind_is_replaced_for_an_object_that_calls_it(String method, String call) {
    for (int i = 1; i <= 3; i++) {
      cells.run(method.replace("%s", String.valueOf(i)));
      if (i == 1) {
        cells.run("class Caller { Object call() throws Exception { return " + call + "; } }");
        cells.run("var caller = new Caller();");
      }
      assertThat(cells.value("caller.call()")).isNotNull().isEqualTo(cells.value(call));
    }

    assertThat(cells.notes).isEmpty();
  }

  @Test
  void a_method_without_a_result_is_replaced() {
    cells.run("var log = new ArrayList<String>();\nvoid note(String text) { log.add(text); }");
    cells.run("class Caller { void call() { note(\"a\"); } }\nvar caller = new Caller();");

    cells.run("void note(String text) { log.add(text + text); }");
    cells.run("caller.call();\ncaller.call();");

    assertThat(cells.value("log")).isEqualTo(java.util.List.of("aa", "aa"));
  }

  @Test
  void a_loop_that_runs_in_the_background_meets_the_method_that_is_there_now() throws Exception {
    cells.run("boolean done() { return false; }");
    cells.run(
        "var loop = new Thread(() -> { while (!done()) {} });\nloop.setDaemon(true);\nloop.start();");
    cells.run("int turns = 0;\nfor (int i = 0; i < 1_000_000; i++) { if (!done()) turns++; }");

    cells.run("boolean done() { return true; }");

    Thread loop = requireNonNull((Thread) cells.value("loop"));
    loop.join(Duration.ofMinutes(1).toMillis());
    assertThat(loop.isAlive()).isFalse();
  }

  @Test
  void a_method_of_another_signature_takes_the_place_where_it_fits() {
    cells.run("int size() { return 1; }\nlong twice() { return 2 * size(); }");

    cells.run("long size() { return 1L << 40; }");
    assertThat(cells.value("twice()")).isEqualTo(1L << 41);
    cells.run("int size() { return 5; }");
    assertThat(cells.value("twice()")).isEqualTo(10L);
    cells.run("int size() { return 6; }");
    assertThat(cells.value("twice()")).isEqualTo(12L);
  }

  @Test
  void a_variable_of_another_type_takes_the_place_where_it_fits() {
    cells.run("List<Integer> all = List.of(1);\nint count() { return all.size(); }");

    cells.run("List<String> all = List.of(\"a\", \"b\");");
    assertThat(cells.value("count() + all.get(0).length()")).isEqualTo(3);
    cells.run("var all = new Object() { int size() { return 7; } };");
    assertThat(cells.value("count()")).isEqualTo(7);
    cells.run("var all = new Object() { int size() { return 8; } };");
    assertThat(cells.value("count()")).isEqualTo(8);
  }

  @Test
  void what_is_declared_later_is_what_an_object_calls() {
    cells.run("int soon() { return later(); }");
    cells.run("class Caller { int call() { return soon(); } }\nvar caller = new Caller();");

    cells.run("int later() { return 3; }");

    assertThat(cells.value("caller.call()")).isEqualTo(3);
  }

  @Test
  void a_variable_without_a_value_is_empty_again() {
    cells.run("String name = \"a\";\nint size = 1;");

    cells.run("String name;\nint size;");

    assertThat(cells.value("name + size")).isEqualTo("null0");
  }

  @Test
  void an_error_tells_the_cell_that_has_run_last_though_its_text_is_the_same() {
    String method = "int half(int a) {\n  return 10 / a;\n}";
    String variable = "int failing =\n  List.of(1).get(7);";
    cells.run(method);
    cells.run("class Caller { int call() { return half(0); } }\nvar caller = new Caller();");
    cells.error(variable);
    cells.error(variable);
    assertThat(String.join("\n", cells.error(variable).traceback())).contains(cells.place(2));

    cells.run(method);
    String place = cells.place(2);
    CellError error = cells.error("caller.call()");

    assertThat(String.join("\n", error.traceback()))
        .contains("half (" + place + ")")
        .containsOnlyOnce("half (");
  }

  @Test
  void a_method_whose_place_is_taken_by_what_is_not_defined_yet_still_says_where_it_stands() {
    cells.run("int half(int a) {\n  return 10 / a;\n}");
    String place = cells.place(2);
    cells.run("Function<Integer, Integer> halves = a -> half(a);");

    cells.run("Missing half(int a) {\n\n\n  return null;\n}");

    assertThat(String.join("\n", cells.error("halves.apply(0)").traceback()))
        .contains("half (" + place + ")");
  }

  @Test
  void overloads_of_several_cells_are_replaced_for_an_object_that_calls_them() {
    cells.run("int over(int a) { return a; }");
    cells.run("int over(String a) { return over(a.length()); }");
    cells.run("class Caller { int call() { return over(\"abc\"); } }\nvar caller = new Caller();");

    cells.run("int over(int a) { return 10 * a; }");
    assertThat(cells.value("caller.call()")).isEqualTo(30);
    cells.run("int over(String a) {\n  return over(a.length() / 0);\n}");

    String place = cells.place(2);
    assertThat(String.join("\n", cells.error("caller.call()").traceback())).contains(place);
    assertThat(cells.notes).isEmpty();
  }

  @Test
  void what_calls_itself_gets_as_deep_as_before() {
    cells.run("int depth(int n) { return n == 0 ? 0 : 1 + depth(n - 1); }");
    cells.run("int depth(int n) { return n == 0 ? 1 : 1 + depth(n - 1); }");

    assertThat(cells.value("depth(5_000)")).isEqualTo(5_001);
  }
}
