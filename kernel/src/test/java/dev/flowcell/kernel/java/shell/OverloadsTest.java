package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverloadsTest {

  private final Cells cells = new Cells();

  @AfterEach
  void close() {
    cells.close();
  }

  @Test
  void a_name_can_be_declared_that_an_overload_has_as_a_member() {
    cells.run("int over(int a) { return 100 / a; }");
    cells.run("int over(String a) { return over(a.length()); }");

    cells.run("int length(String text) { return over(text); }");

    assertThat(cells.value("length(\"ab\")")).isEqualTo(50);
  }

  @Test
  void what_an_overload_names_can_be_declared_again_and_again() {
    cells.run("int factor = 1;");
    cells.run("int deep(int a) { return factor * a; }");
    cells.run("int half(int a) { return deep(a) / 2; }");
    cells.run("int over(int a) { return 100 + a; } int over(String a) { return over(half(4)); }");
    cells.run("int all() { return over(\"\") + over(1); }");
    assertThat(cells.value("all()")).isEqualTo(203);

    cells.run("int factor = 2;");
    assertThat(cells.value("all()")).isEqualTo(205);
    cells.run("int deep(int a) { return factor * a + 2; }");
    assertThat(cells.value("all()")).isEqualTo(206);
    cells.run("int half(int a) { return 0; }");
    assertThat(cells.value("all()")).isEqualTo(201);
    cells.run("int half(int a) { return deep(a); }\nint factor = 3;");
    assertThat(cells.value("all()")).isEqualTo(215);
  }

  @Test
  void overloads_can_be_declared_again_one_by_one() {
    cells.run("record Box(int value) {}");
    cells.run("int over(int a) { return a; }");
    cells.run("int over(Box a) { return over(a.value()); }");
    cells.run("int over(Box a, Box b) { return over(a) + over(b); }");
    cells.run("int all() { return over(new Box(1), new Box(2)); }");

    cells.run("int over(int a) { return 10 * a; }");
    assertThat(cells.value("all()")).isEqualTo(30);
    cells.run("int over(Box a) { return over(a.value()) + 1; }");
    assertThat(cells.value("all()")).isEqualTo(32);
    cells.run("record Box(int value, String name) { Box(int value) { this(value, \"\"); } }");
    assertThat(cells.value("all()")).isEqualTo(32);
    cells.run("int value = 7;");
    assertThat(cells.value("over(value)")).isEqualTo(70);
  }

  @Test
  void overloads_of_one_cell_call_each_other_in_any_order() {
    cells.run(
        "int fact(int n) { return fact(n, 1); }\n"
            + "int base = 1;\n"
            + "int fact(int n, int sofar) { return n <= base ? sofar : fact(n - 1, n * sofar); }\n"
            + "String show(Object o) { return o instanceof int[] a ? show(a) : \"o\" + o; }\n"
            + "String show(int[] a) { return show((Object) a[0]); }");

    assertThat(cells.value("base + fact(5) + show(new int[] {1})")).isEqualTo("121o1");
    assertThat(cells.notes).isEmpty();
  }

  @Test
  void an_error_in_one_of_them_is_told_at_its_place_and_leaves_the_others_there() {
    cells.run("int over(int a) { return 2 * a; }");

    assertThat(
            cells
                .error(
                    "String over(String a) { return a + over(1); }\n\n"
                        + "int over(long a) { return \"\"; }")
                .traceback())
        .first()
        .asString()
        .contains("line 3, column ");
    assertThat(cells.value("over(2)")).isEqualTo(4);
  }

  @Test
  void a_declaration_that_fails_takes_no_overload_away() {
    cells.run("int over(int a) { return 2 * a; }\nint over(String a) { return over(7); }");

    assertThat(cells.error("int over(int a) { return \"\"; }").name()).isEqualTo("CompileError");

    assertThat(cells.value("over(\"\")")).isEqualTo(14);
  }

  @Test
  void what_stands_before_one_that_does_not_compile_is_declared() {
    cells.run("int over(int a) { return 1; }\nint over(String a) { return 2; }");

    assertThat(
            cells
                .error(
                    "int one() { return 1; }\nint two() { return over(one()); }\n"
                        + "int three() { return \"\"; }\nint four() { return 4; }")
                .traceback())
        .first()
        .asString()
        .contains("line 3, column ");

    assertThat(cells.value("one() + two()")).isEqualTo(2);
    assertThat(cells.error("four()").message()).contains("four");
    assertThat(cells.notes).isEmpty();
  }

  @Test
  void a_declaration_that_fails_leaves_the_objects_of_classes_that_call_them() {
    cells.run("int over(int a) { return 1; }\nint over(String a) { return 2; }");
    cells.run("class Caller { int call() { return over(1) + over(\"\"); } }");
    cells.run("var caller = new Caller();");
    cells.run("IntSupplier call = () -> over(1) + over(\"\");");

    cells.error("int over(int a) { return \"\"; }");
    cells.error("String over(String a) { return 1; }");
    cells.error("int over(long a) { return \"\"; }");

    assertThat(cells.value("caller.call() + call.getAsInt()")).isEqualTo(6);
    assertThat(cells.notes).isEmpty();
    cells.run("int over(int a) { return 10; }");
    assertThat(cells.value("caller.call() + call.getAsInt()")).isEqualTo(24);
  }

  @Test
  void the_same_method_twice_in_a_cell_is_the_last_one() {
    cells.run(
        "int over(int a) { return 1; }\nint over(String a) { return over(1); }\n"
            + "int over(int a) { return 2; }");

    assertThat(cells.value("over(\"\")")).isEqualTo(2);
  }

  @Test
  void lines_in_errors_are_those_of_the_cell_in_which_each_was_declared() {
    cells.run("\nint over(int a) {\n  return 1 / a;\n}");
    String one = cells.place(3);
    cells.run("\n\n\nint over(String a) {\n  return over(a.length());\n}");
    String two = cells.place(5);

    assertThat(cells.error("over(\"\")").traceback())
        .containsSubsequence("    at over (" + one + ")", "    at over (" + two + ")");
  }

  @Test
  void a_session_keeps_no_class_of_what_is_declared_again() {
    cells.run("int over(int a) { return 1; }\nint over(String a) { return over(1); }");
    int before = cells.compiled().size();

    for (int i = 0; i < 20; i++) {
      cells.run("int over(int a) { return " + i + "; }");
      cells.run("int over(String a) { return over(1) + " + i + "; }");
    }

    assertThat(cells.value("over(\"\")")).isEqualTo(38);
    assertThat(cells.compiled().size()).isLessThanOrEqualTo(before + 1);
  }

  @Test
  void they_wait_together_for_what_one_of_them_misses() {
    cells.run("int over(int a) { return a; }");
    cells.run("int over(String a) { return over(later); }");

    assertThat(cells.notes).singleElement().asString().contains("over uses variable later");

    cells.run("int later = 3;");
    assertThat(cells.value("over(\"\") + over(1)")).isEqualTo(4);
  }

  @Test
  void those_of_several_cells_have_lambdas_local_types_and_asserts() {
    cells.run("long over(long a, double b) {\n  return a + (long) b;\n}");
    cells.run(
        "long over(int... all) throws IOException {\n"
            + "  record Sum(long value) {}\n"
            + "  Supplier<Sum> sum = () -> new Sum(IntStream.of(all).mapToLong(n ->\n"
            + "    over(n, 1.0) / (n - 7)).sum());\n"
            + "  assert all.length < 3;\n"
            + "  return sum.get().value();\n}");
    String lambda = cells.place(4);
    cells.run("String over() {\n  return new Object() { int n = 5; }.n + \"\" + over(1L, 2);\n}");

    assertThat(cells.value("over(new int[] {8, 9}) + over()")).isEqualTo("1453");
    assertThat(cells.error("over(7)").traceback()).contains("    at over (" + lambda + ")");
    assertThat(cells.error("over(1, 2, 3)").name()).isEqualTo("AssertionError");
  }
}
