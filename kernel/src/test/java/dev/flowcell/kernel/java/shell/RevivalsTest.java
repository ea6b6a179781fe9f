package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevivalsTest {

  private final Cells cells = new Cells();

  @AfterEach
  void close() {
    cells.close();
  }

  @Test
  void a_variable_comes_back_with_the_class_that_its_initializer_names() {
    cells.run(
        "interface Shape { int area(); }\n"
            + "class Square implements Shape { public int area() { return 4; } }\n"
            + "Shape shape = new Square();");
    cells.run("interface Shape { int area(); int sides(); }");
    cells.notes.clear();

    cells.run(
        "class Square implements Shape {\n"
            + "  public int area() { return 4; }\n  public int sides() { return 8; }\n}");

    assertThat(cells.notes)
        .containsExactly(
            "shape was made with a type that is declared anew now; run its cell again\n");
    assertThat(cells.value("shape = new Square(); shape.sides()")).isEqualTo(8);
  }

  @Test
  void it_comes_back_in_a_cell_that_goes_on_with_it() {
    cells.run("interface Shape {}\nclass Square implements Shape {}\nShape shape = new Square();");
    cells.run("interface Shape { int sides(); }");

    assertThat(
            cells.value(
                "class Square implements Shape { public int sides() { return 4; } }\n"
                    + "shape = new Square();\nshape.sides()"))
        .isEqualTo(4);
  }
}
