package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {

  private final Cells cells = new Cells();

  @AfterEach
  void close() {
    cells.close();
  }

  @Test
  void a_variable_keeps_its_value_when_it_is_declared_again_and_that_does_not_compile() {
    cells.run("List<String> data = new ArrayList<>(List.of(\"a\"));");
    cells.run("data.add(\"b\");");

    assertThat(cells.error("List<String> data = data.size();").name()).isEqualTo("CompileError");

    assertThat(cells.value("data")).isEqualTo(List.of("a", "b"));
    cells.run("List<String> data = List.of(\"c\");");
    assertThat(cells.value("data")).isEqualTo(List.of("c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int one() { return 1; } | int one() { return \"\"; } | one()",
        "record One(int v) {} | record One(int v) { int w() { return \"\"; } } | new One(1).v()",
        "class One { int v = 1; } | class One { int v = \"\"; } | new One().v",
        "enum One { A } | enum One { A; int v = \"\"; } | One.A.ordinal() + 1"
      })
  void what_is_declared_stays_when_it_is_declared_again_and_that_does_not_compile(
      String before, String again, String value) {
    cells.run(before);

    assertThat(cells.error(again).name()).isEqualTo("CompileError");

    assertThat(cells.value(value)).isEqualTo(1);
  }

  @Test
  void what_depends_on_it_stays_whole() {
    cells.run("record Point(int x) {}");
    cells.run("int half(int n) { return n / 2; }");
    cells.run("var point = new Point(half(8));");
    cells.run("int twice() { return 2 * point.x(); }");

    cells.error("record Point(int x) { String y() { return x; } }");
    cells.error("int half(int n) { }");

    assertThat(cells.value("twice()")).isEqualTo(8);
    assertThat(cells.value("point instanceof Point")).isEqualTo(true);
    assertThat(cells.notes).isEmpty();
    cells.run("int half(int n) { return n; }\nvar point = new Point(half(8));");
    assertThat(cells.value("twice()")).isEqualTo(16);
  }

  @Test
  void objects_of_classes_that_call_it_stay() {
    cells.run("int one() { return 1; }");
    cells.run("class Caller { int call() { return one(); } }");
    cells.run("var caller = new Caller();");

    cells.error("int one() { return \"\"; }");

    assertThat(cells.value("caller.call()")).isEqualTo(1);
    assertThat(cells.notes).isEmpty();
    cells.run("int one() { return 2; }");
    assertThat(cells.value("caller.call()")).isEqualTo(2);
  }

  @Test
  void lines_in_errors_stay_those_of_what_stays() {
    cells.run("\n\nint half(int n) {\n  return 1 / n;\n}");
    String place = cells.place(4);
    cells.error("int half(int n) { return \"\"; }");
    cells.run("int other = 1;");

    assertThat(cells.error("half(0)").traceback()).contains("    at half (" + place + ")");
  }
}
