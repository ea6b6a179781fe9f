package dev.flowcell.kernel.java.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredTwiceTest {

  private final Cells cells = new Cells();

  @AfterEach
  void close() {
    cells.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int twin = 5;\nString twin = \"x\";",
        "int twin = 1;\nint twin = 1;",
        "int twin() { return 1; }\nint twin() { return 2; }",
        "class twin { }\nclass twin { int x; }"
      })
  void a_name_that_a_cell_declares_twice_is_noted(String code) {
    cells.run(code);

    assertThat(cells.notes)
        .containsExactly(
            "line 2: twin was declared in line 1 of this cell already; this one counts\n");
  }

  @Test
  void all_lines_of_a_name_are_told_at_once() {
    cells.run("int a = 1; int a = 2;");
    cells.run("int b = 1;\nint b = 2;\n\nint b = 3;");

    assertThat(cells.notes)
        .containsExactly(
            "line 1: a is declared twice in this line; the last one counts\n",
            "line 4: b was declared in lines 1 and 2 of this cell already; this one counts\n");
  }

  @Test
  void overloads_and_kinds_of_one_name_are_no_declaration_twice() {
    cells.run("int same(int n) { return n; }\nint same(String s) { return 1; }\nint same = 1;");
    cells.run("for (int i = 0; i < 2; i++) { }\nfor (int i = 0; i < 2; i++) { }");

    assertThat(cells.notes).isEmpty();
  }

  @Test
  void a_cell_may_declare_what_earlier_cells_declared() {
    String code = "class Dog { }\nDog dog = new Dog();\nint count = 1;";
    cells.run(code);
    cells.run(code);
    cells.run("class Dog { int age; }\nDog dog = new Dog();\nint count = 2;");

    assertThat(cells.notes).isEmpty();
  }
}
