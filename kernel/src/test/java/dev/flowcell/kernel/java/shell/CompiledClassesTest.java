package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.Test;

class CompiledClassesTest {

  @Test
  void cells_that_declare_nothing_leave_nothing_to_the_compiler() {
    try (Cells cells = new Cells()) {
      cells.value("1 + 1");
      int before = cells.compiled().size();

      cells.value("new Object() { int x = 7; }.x");
      cells.run("Runnable nested = null; { class Local {} }");
      cells.run("for (int i = 0; i < 2; i++) { new Thread() {}; }");
      cells.run("System.out.flush()");
      cells.run("int.class");
      cells.run("throw new IllegalStateException();");
      cells.run("not a cell");

      assertThat(cells.compiled().size()).isEqualTo(before + 1); // nested
    }
  }

  @Test
  void what_cells_declare_can_be_named_by_all_later_ones() {
    try (Cells cells = new Cells()) {
      cells.run("record Point(int x) {}");
      cells.run("int twice(Point p) { return 2 * p.x(); }");
      cells.run("var made = new Object() { int y = 4; }");
      for (int i = 0; i < 30; i++) {
        assertThat(cells.value(i + " + twice(new Point(made.y))")).isEqualTo(i + 8);
      }
    }
  }

  @Test
  void a_class_goes_with_what_is_declared_in_it() {
    try (JShell shell =
        JShell.builder().executionEngine(new LocalExecutionControlProvider(), Map.of()).build()) {
      CompiledClasses compiled = CompiledClasses.of(shell);
      int before = compiled.size();
      String around =
          shell
              .sourceCodeAnalysis()
              .wrapper(shell.eval("class A { class B {} }").get(0).snippet())
              .fullClassName();
      assertThat(compiled.size()).isEqualTo(before + 3);

      compiled.forget(around);

      assertThat(compiled.size()).isEqualTo(before);
    }
  }
}
