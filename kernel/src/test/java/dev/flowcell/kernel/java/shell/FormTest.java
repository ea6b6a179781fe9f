package dev.flowcell.kernel.java.shell;

import static dev.flowcell.kernel.java.shell.Form.STATEMENT;
import static dev.flowcell.kernel.java.shell.Form.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {

  @ParameterizedTest
  @ValueSource(strings = {"1 + 1", "x", "new int[3].length", "a == b", "\"x = \" + x", "x -> 1"})
  void without_a_semicolon_it_is_an_expression(String source) {
    assertThat(Form.of(source)).containsExactly(VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run()", "run(1);", "table.first(3).print();", "a . b (c)"})
  void a_call_may_have_a_value(String source) {
    assertThat(Form.of(source)).containsExactly(VALUE, STATEMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.out.println(1);",
        "System.err.printf(\"x = %d\", x)",
        "for (int i = 0; i < 3; i++) {}",
        "while(true){}",
        "if (x) y();",
        "{ int x = 1; }",
        "do { x(); } while (y);",
        "try (var x = y()) {}",
        "throw new Error();",
        "return x;",
        "assert x;",
        "x = 1",
        "x += 2;",
        "point.x[i] >>>= y == z ? 1 : 2;"
      })
  void a_statement_has_one_only_where_it_returns_it(String source) {
    assertThat(Form.of(source)).containsExactly(STATEMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int x = 1;",
        "int x;",
        "void run() {}",
        "void run();",
        "int[] doubled(int x) { return x; }",
        "record R(int x) {}",
        "import java.util.*;",
        "synchronized void x() {}",
        "iffy x;"
      })
  void what_may_declare_something_is_jshells(String source) {
    assertThat(Form.of(source)).isEmpty();
  }
}
