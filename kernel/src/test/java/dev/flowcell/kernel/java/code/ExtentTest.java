package dev.flowcell.kernel.java.code;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtentTest {

  private static final JShell SHELL = JShell.builder().executionEngine("local").build();

  @AfterAll
  static void close() {
    SHELL.close();
  }

  private static Extent of(String code) {
    return Extent.of(code, SHELL.sourceCodeAnalysis());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(int x) { return switch (x) { case 1 -> 2; default -> throw new Error(\"a\"); }; }",
        "switch (3) { case 1 -> throw new Error(); default -> {} }",
        "class A { int f() { return switch (1) { default ->\n  throw new Error(); }; } }",
        "interface Sized { int size(); public default boolean isBig() { return size() > 9; } }",
        "non-sealed class Circle implements Shape {}",
        "synchronized int next() { return 1; }",
        "synchronized <T> List<T[]> all(T one) { return null; }"
      })
  void it_is_known_of_what_java_has(String code) {
    Extent extent = of(code + "\nint behind = 1;");

    assertThat(extent).isEqualTo(new Extent(Completeness.COMPLETE, code, "\nint behind = 1;"));
  }

  @Test
  void a_semicolon_that_is_missing_is_put_behind_the_last_word() {
    assertThat(of("int x = switch (1) { default -> throw new Error(); } // none\n"))
        .isEqualTo(
            new Extent(
                Completeness.COMPLETE_WITH_SEMI,
                "int x = switch (1) { default -> throw new Error(); }; // none\n",
                ""));
  }

  @Test
  void what_is_wrong_stays_so() {
    assertThat(of("int f() { return x -> throw; }").completeness()).isEqualTo(Completeness.UNKNOWN);
    assertThat(of("synchronized (lock) { x++; }").completeness()).isEqualTo(Completeness.COMPLETE);
  }
}
