package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FamiliesTest {

  private final Cells cells = new Cells();

  @AfterEach
  void close() {
    cells.close();
  }

  @Test
  void a_sealed_type_and_those_below_it_are_declared_as_in_a_file() {
    cells.run(
        "sealed interface Shape {}\nrecord Circle(double r) implements Shape {}\n"
            + "record Square(double a) implements Shape { Square { a = Math.abs(a); } }\n"
            + "non-sealed class Any implements Shape {}\nclass Blob extends Any {}");

    assertThat(
            cells.value(
                "Shape shape = new Square(-2);\nshape + \" \" + (new Blob() instanceof Shape)"))
        .isEqualTo("Square[a=2.0] true");
    assertThat(cells.notes).isEmpty();
  }

  @Test
  void it_can_be_declared_again_with_more_below_it() {
    cells.run("sealed interface Shape {}\nfinal class Circle implements Shape {}");
    cells.run(
        "sealed interface Shape {}\nfinal class Circle implements Shape {}\n"
            + "final class Square implements Shape {}");

    assertThat(cells.value("new Square() instanceof Shape")).isEqualTo(true);
  }

  @Test
  void an_error_is_told_at_its_place_and_what_stands_before_it_is_declared() {
    String code =
        "record Point(int x) {}\nsealed interface Shape { int f(); }\n"
            + "non-sealed class Any implements Shape { public int f() { return \"\"; } }";

    assertThat(cells.error(code).traceback())
        .first()
        .asString()
        .contains("line 3, column 65: incompatible types: String cannot be converted to int");
    assertThat(cells.value("new Point(3).x()")).isEqualTo(3);
    assertThat(cells.error("new Any()").message()).contains("class Any");
  }
}
