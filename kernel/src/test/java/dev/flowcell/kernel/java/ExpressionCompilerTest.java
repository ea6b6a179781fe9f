package dev.flowcell.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.Evaluation;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpressionCompilerTest {

  private final JShell shell =
      JShell.builder().executionEngine(new LocalExecutionControlProvider(), Map.of()).build();
  private final ExpressionCompiler compiler =
      ExpressionCompiler.of(shell, CompiledClasses.of(shell));

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void an_expression_is_a_class_with_those_inside_it() {
    ExpressionCompiler.Compiled compiled =
        compiler.compile("new Object() { int x = 7; }.x", Optional.empty()).orElseThrow();

    assertThat(compiled.classes())
        .containsOnlyKeys(compiled.className(), compiled.className() + "$1")
        .allSatisfy((name, bytes) -> assertThat(bytes).isNotEmpty());
  }

  @Test
  void what_has_no_value_or_does_not_compile_is_left_to_jshell() {
    for (String source : new String[] {"System.out.println()", "unknown", "1 +", "\"a\" * 2", ""}) {
      assertThat(compiler.compile(source, Optional.empty())).isEmpty();
    }
    assertThat(compiler.compile("1 + 1", Optional.empty())).isPresent();
  }

  @Test
  void what_is_declared_is_known_but_for_what_is_left_out() {
    shell.eval("int x = 1;");
    Snippet imported = shell.eval("import java.util.List;").get(0).snippet();

    assertThat(compiler.compile("List.of(x)", Optional.empty())).isPresent();
    assertThat(compiler.compile("List.of(x)", Optional.of(imported))).isEmpty();
    assertThat(compiler.compile("x + 1", Optional.of(imported))).isPresent();
  }

  @Test
  void jshell_knows_nothing_of_it() {
    shell.eval("int x = 1;");
    int before = CompiledClasses.of(shell).size();

    compiler.compile("new Object() { int y = x; }.y", Optional.empty());

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

      assertThat(cells.value("numbers")).isEqualTo(java.util.List.of(1, 2));
      assertThat(cells.value("c")).isEqualTo('x');
      assertThat(cells.value("nothing")).isNull();
      assertThat(cells.value("numbers.get(0) > 1 ? \"a\" : 2L")).isEqualTo(2L);
      assertThat(cells.value("c // the last")).isEqualTo('x');
      assertThat(cells.value("c++")).isEqualTo('x');
      assertThat(cells.value("c /* now */")).isEqualTo('y');
      assertThat(cells.run("System.gc()")).isInstanceOf(Evaluation.Nothing.class);
    }
  }
}
