package dev.flowcell.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.Evaluation;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

public class JavaEvaluatorTest {

  private static final Cells cells = new Cells();

  @AfterAll
  static void close() {
    cells.close();
  }

  @Test
  void the_last_expression_is_the_value_with_and_without_semicolon() {
    assertThat(cells.value("int a = 20;\na + 1")).isEqualTo(21);
    assertThat(cells.value("a;")).isEqualTo(20);
    assertThat(cells.value("List.of(1, a);")).isEqualTo(List.of(1, 20));
    assertThat(cells.value("a; // the count")).isEqualTo(20);
    assertThat(cells.value("(String) null")).isNull();
  }

  @Test
  void a_comment_behind_a_call_leaves_its_value() {
    cells.run("List<Integer> numbers = new ArrayList<>();");

    assertThat(cells.value("numbers.add(3);  // boxed")).isEqualTo(true);
    assertThat(cells.value("numbers.size() // one")).isEqualTo(1);
    assertThat(cells.value("numbers.get(0); /* it\nis */")).isEqualTo(3);
    assertThat(cells.run("numbers.clear(); // empty")).isEqualTo(new Evaluation.Nothing());
  }

  @Test
  void what_a_cell_returns_is_its_value() {
    assertThat(cells.value("int[] counts = {1, 2};\nreturn counts.length; // both")).isEqualTo(2);
    assertThat(cells.value("switch (3) { case 3: return \"three\"; default: return \"other\"; }"))
        .isEqualTo("three");
    assertThat(cells.value("{\n  int x = 4;\n  return x;\n}")).isEqualTo(4);
  }

  @Test
  void assignments_declarations_and_void_calls_have_no_value() {
    assertThat(cells.run("int b = 1;")).isEqualTo(new Evaluation.Nothing());
    assertThat(cells.run("b = 2;")).isEqualTo(new Evaluation.Nothing());
    assertThat(cells.run("void quiet() {}")).isEqualTo(new Evaluation.Nothing());
    assertThat(cells.run("quiet();")).isEqualTo(new Evaluation.Nothing());
    assertThat(cells.run("b;\nint c = 3;")).isEqualTo(new Evaluation.Nothing());
  }

  @Test
  void an_interface_may_say_that_its_default_methods_are_public() {
    assertThat(
            cells.value(
                """
                interface Sized { // has a size
                  int size();
                  public default boolean isBig() { return size() > 9; }
                }
                record Box(int size) implements Sized {}
                new Box(10).isBig()
                """))
        .isEqualTo(true);
  }

  @Test
  void blank_code_and_comments_are_fine() {
    assertThat(cells.run("")).isEqualTo(new Evaluation.Nothing());
    assertThat(cells.run("  \n // nothing\n /* at\n all */ ;\n"))
        .isEqualTo(new Evaluation.Nothing());
  }

  @Test
  void values_are_live_and_their_toString_is_never_called() {
    cells.run("class Silent { public String toString() { throw new IllegalStateException(); } }");

    assertThat(cells.value("new Silent()")).hasFieldOrProperty("class");
    assertThat(cells.run("Silent silent = new Silent();")).isEqualTo(new Evaluation.Nothing());
    assertThat(cells.value("silent")).isSameAs(cells.value("silent;"));
  }

  @Test
  void a_cell_stops_at_the_first_snippet_that_throws() {
    cells.run("int reached = 0;");

    cells.error("reached = 1;\nInteger.parseInt(\"x\");\nreached = 2;");

    assertThat(cells.value("reached")).isEqualTo(1);
  }

  @Test
  void nothing_of_a_cell_with_a_syntax_error_runs() {
    cells.run("int untouched = 0;");

    assertThat(cells.error("untouched = 1;\nint broken = ;").traceback().get(0))
        .contains("line 2, column 14: illegal start of expression");
    assertThat(cells.error("untouched = 1;\nint a = 1\nint b = 2;").traceback().get(0))
        .contains("line 2, column 10: ';' expected");
    assertThat(cells.error("untouched = 1;\nvoid f() {").traceback().get(0))
        .contains("line 2, column 11: reached end of file");

    assertThat(cells.value("untouched")).isEqualTo(0);
  }

  @Test
  void a_nested_evaluation_runs_on_the_same_thread() {
    Cells outer = new Cells("static dev.flowcell.kernel.java.JavaEvaluatorTest.*");
    nested = () -> outer.value("Thread.currentThread()");

    assertThat(outer.value("nested() == Thread.currentThread()")).isEqualTo(true);
    assertThat(outer.value("40 + 2")).isEqualTo(42);
    outer.close();
  }

  private static java.util.function.Supplier<Object> nested = () -> "";

  public static Object nested() {
    return nested.get();
  }

  @Test
  void knows_the_type_of_a_variable() {
    cells.run("Map<String, Integer> counts = new HashMap<>();\nvar words = List.of(\"a\");");

    assertThat(cells.evaluator.variableType("counts")).contains("Map<String, Integer>");
    assertThat(cells.evaluator.variableType("words"))
        .hasValueSatisfying(type -> assertThat(type).contains("List<String>"));
    assertThat(cells.evaluator.variableType("nobody")).isEmpty();
  }

  @Test
  void variables_keep_their_values_when_what_they_were_made_with_is_declared_again() {
    cells.run("List<String> load() { return new ArrayList<>(List.of(\"a\")); }");
    cells.run("int count() { return 3; }");
    cells.run("var raw = load();\nvar n = count();\nvar twice = List.of(raw, raw);");
    cells.run("raw.add(\"b\");");

    cells.run("List<String> load() { return List.of(); }");
    cells.run("int count() { return 5; }");
    cells.run("List<String> load() { throw new IllegalStateException(); }");

    assertThat(cells.value("raw + \" \" + n + \" \" + twice.get(0).size()"))
        .isEqualTo("[a, b] 3 2");
  }

  @Test
  void callers_use_the_new_body_when_a_method_is_declared_again() {
    cells.run("int one() { return 1; }\nint twice() { return 2 * one(); }");

    cells.run("int one() { return 10; }");

    assertThat(cells.value("twice()")).isEqualTo(20);
  }

  @Test
  void overloads_are_told_in_the_order_in_which_they_were_declared_last() {
    cells.run("void over(Map<String, List<Integer>> a) {}\nvoid over(java.time.LocalDate... a) {}");
    cells.run("void over(int a, String b) {}\nvoid over(double[] a) {}\nvoid over(char a) {}");
    cells.run("void over(java.time.LocalDate... a) { return; }");

    assertThat(cells.evaluator.methods("over"))
        .extracting(method -> method.getParameterTypes()[0].getSimpleName())
        .containsExactly("Map", "int", "double[]", "char", "LocalDate[]");
  }

  @Test
  void variables_keep_their_values_when_an_import_comes_later() {
    cells.run("List<String> kept = new ArrayList<>(List.of(\"a\"));");

    cells.run("\n\n// more\nimport java.text.*;");

    assertThat(cells.value("kept")).isEqualTo(List.of("a"));
    assertThat(cells.value("new DecimalFormat(\"0.0\").format(1)")).isEqualTo("1.0");
  }

  @Test
  void warming_up_leaves_nothing_behind() {
    try (Cells cold = new Cells()) {
      cold.evaluator.warmUp();

      assertThat(cold.value("2 + 3")).isEqualTo(5);
      assertThat(cold.error("$1").message()).contains("cannot find symbol");
      assertThat(cold.evaluator.complete("$", 1).matches()).isEmpty();
    }
  }
}
