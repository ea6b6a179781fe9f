package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.Evaluation;
import dev.flowcell.kernel.java.Cells;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectCompilerTest {

  private final JShell shell =
      JShell.builder().executionEngine(new LocalExecutionControlProvider(), Map.of()).build();
  private final DirectCompiler compiler =
      new DirectCompiler(shell, new Innards.Lazily(shell), CompiledClasses.of(shell));

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void an_expression_is_a_class_with_those_inside_it() {
    DirectCompiler.Compiled compiled =
        compiler.compile(Form.VALUE, "new Object() { int x = 7; }.x", List.of()).orElseThrow();

    assertThat(compiled.classes())
        .containsOnlyKeys(compiled.className(), compiled.className() + "$1")
        .allSatisfy((name, bytes) -> assertThat(bytes).isNotEmpty());
  }

  @Test
  void what_has_no_value_or_does_not_compile_is_left_to_jshell() {
    for (String source : new String[] {"System.out.println()", "unknown", "1 +", "\"a\" * 2", ""}) {
      assertThat(compiler.compile(Form.VALUE, source, List.of())).isEmpty();
    }
    assertThat(compiler.compile(Form.VALUE, "1 + 1", List.of())).isPresent();
  }

  @Test
  void what_is_declared_is_known_but_for_what_is_left_out() {
    shell.eval("int x = 1;");
    Snippet imported = shell.eval("import java.util.List;").get(0).snippet();

    assertThat(compiler.compile(Form.VALUE, "List.of(x)", List.of())).isPresent();
    assertThat(compiler.compile(Form.VALUE, "List.of(x)", List.of(imported))).isEmpty();
    assertThat(compiler.compile(Form.VALUE, "x + 1", List.of(imported))).isPresent();
  }

  @Test
  void a_variable_keeps_its_type_where_the_type_is_left_out() {
    List<Snippet> point =
        List.of(
            shell.eval("record Point(int x) { Point same() { return this; } }").get(0).snippet());
    shell.eval("var one = new Point(3);");
    shell.eval("var more = new java.util.ArrayList<Point>(java.util.List.of(one));");
    shell.eval("var nameless = new Object() { Point inner = one; };");

    for (String source :
        new String[] {"one.same().x()", "more.get(0).same().x()", "nameless.inner.x()"}) {
      assertThat(compiler.compile(Form.VALUE, source, point)).isPresent();
    }
    for (String source : new String[] {"one.y()", "more.get(0).y()", "nameless.inner.y()"}) {
      assertThat(compiler.compile(Form.VALUE, source, point)).isEmpty();
    }
  }

  @Test
  void a_statement_runs_and_has_no_value() {
    for (String source :
        new String[] {
          "System.out.println();",
          "System.out.printf(\"x\") // and no more",
          "while (true) {}",
          "throw new Error();",
          "if (true) System.gc(); else System.gc();",
          "{ class Local {} }",
          "try { System.gc(); } finally { System.gc(); }"
        }) {
      assertThat(compiler.compile(Form.STATEMENT, source, List.of())).isPresent();
    }
    assertThat(compiler.compile(Form.STATEMENT, "1 + 1", List.of())).isEmpty();
    assertThat(compiler.compile(Form.STATEMENT, "break;", List.of())).isEmpty();
  }

  @Test
  void jshell_knows_nothing_of_it() {
    shell.eval("int x = 1;");
    int before = CompiledClasses.of(shell).size();

    compiler.compile(Form.VALUE, "new Object() { int y = x; }.y", List.of());

    assertThat(shell.snippets()).hasSize(1);
    assertThat(CompiledClasses.of(shell).size()).isEqualTo(before);
  }

  @Test
  void an_error_names_its_line() {
    try (Cells cells = new Cells()) {
      cells.run("String text = \"abc\"; int[] none = null;");

      assertThat(cells.error("\n// what\n text\n  .substring(99)").traceback())
          .anyMatch(line -> line.contains(cells.place(4)));
      assertThat(cells.error("int ok = 1;\nnone.length").traceback())
          .anyMatch(line -> line.contains(cells.place(2)));
      assertThat(cells.error("text.substring(none)").message()).contains("cannot be converted");
    }
  }

  @Test
  void values_are_what_they_are() {
    try (Cells cells = new Cells()) {
      cells.run("var numbers = java.util.List.of(1, 2); char c = 'x'; Integer nothing = null;");

      assertThat(cells.value("numbers")).isEqualTo(List.of(1, 2));
      assertThat(cells.value("c")).isEqualTo('x');
      assertThat(cells.value("nothing")).isNull();
      assertThat(cells.value("numbers.get(0) > 1 ? \"a\" : 2L")).isEqualTo(2L);
      assertThat(cells.value("c // the last")).isEqualTo('x');
      assertThat(cells.value("c++")).isEqualTo('x');
      assertThat(cells.value("c /* now */")).isEqualTo('y');
      assertThat(cells.run("System.gc()")).isInstanceOf(Evaluation.Nothing.class);
    }
  }

  @Test
  void types_that_code_does_not_name_are_what_they_were() {
    try (Cells cells = new Cells()) {
      cells.run("record Point(int x) { Point twice() { return new Point(2 * x); } }");
      cells.run("interface Shape<T> { T get(); }");
      cells.run("var point = new Point(3);");
      cells.run("Point declared = point;");
      cells.run("var points = java.util.Map.of(\"a\", java.util.List.of(point));");
      cells.run("Shape<Point> shape = () -> declared;");
      cells.run("var both = (Shape<Point> & java.io.Serializable) () -> declared;");
      cells.run("var nameless = new Object() { Point inner = new Point(4); };");
      cells.run("class Point2 extends java.util.ArrayList<Point> {}\nvar list = new Point2();");

      assertThat(cells.value("point.x()")).isEqualTo(3);
      assertThat(cells.value("point.twice().twice().x()")).isEqualTo(12);
      assertThat(cells.value("declared.twice().x()")).isEqualTo(6);
      assertThat(cells.value("points.get(\"a\").get(0).x()")).isEqualTo(3);
      assertThat(cells.value("shape.get().x()")).isEqualTo(3);
      assertThat(cells.value("both.get().x()")).isEqualTo(3);
      assertThat(cells.value("nameless.inner.x()")).isEqualTo(4);
      cells.run("list.add(point);");
      assertThat(cells.value("list.get(0).x()")).isEqualTo(3);
      assertThat(cells.error("point.y()").message()).contains("y()");
      assertThat(cells.error("points.get(\"a\").get(0).y()").message()).contains("y()");
    }
  }
}
