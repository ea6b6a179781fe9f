package dev.flowcell.kernel.java.assist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Half-typed and broken code with cursors anywhere: an answer always comes, and cells go on. */
class AssistFuzzTest {

  private static final int ROUNDS = 150;

  private static final List<String> SOURCES =
      List.of(
          "import java.util.stream.*;\nvar xs = List.of(1, 2).stream().map(x -> x + 1).toList();\nxs",
          "class A<T extends Comparable<T>> {\n  T t;\n  <R> R f(java.util.function.Function<? super T, R> g) { return g.apply(t); }\n}",
          "switch (1) { case 1 -> System.out.println(\"a\"); default -> { } }",
          "String s = \"\"\"\n  a %d\n  \"\"\".formatted(3);\nfor (int i = 0; i < s.length(); i++) { s.charAt(i); }",
          "record P(int x, int y) { P { if (x < 0) throw new IllegalArgumentException(); } }\nnew P(1, 2).x()",
          "@FunctionalInterface interface F { int f(int a); }\nF f = a -> { return a * 2; };\nf.f(3)",
          "int[][] m = {{1, 2}, {3}};\nint n = m[0][1] >>> 2;\nlabel: while (true) { break label; }",
          "/** doc */ enum E { A { int f() { return 1; } }, B; int f() { return 0; } }\nE.valueOf(\"A\").f()");

  private static final String PIECES = "(){}[]<>.,;:\"'`@%$\\/*+-=&|!?~^# \n\t\u0000\uD83D\u00e9x1";

  private final Random random = new Random(20261123);
  private final Cells cells = new Cells();

  @AfterEach
  void close() {
    cells.close();
  }

  @Test
  void hostile_code_is_answered_and_the_next_cell_runs() {
    cells.run("int warm = 1;");
    cells.evaluator.complete("warm.", 5);
    long longest = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String code = mutated();
      int cursor = random.nextInt(code.length() + 3) - 1;
      long start = System.nanoTime();
      assertThat(cells.evaluator.complete(code, cursor).matches()).as(code).isNotNull();
      assertThat(cells.evaluator.inspect(code, cursor, random.nextBoolean())).isNotNull();
      assertThat(cells.evaluator.isComplete(code)).isNotNull();
      long took = System.nanoTime() - start;
      longest = Math.max(longest, took);
    }
    assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(10)); // three deadlines
    assertThat(cells.value("warm + 1")).isEqualTo(2);
  }

  private String mutated() {
    StringBuilder code = new StringBuilder(SOURCES.get(random.nextInt(SOURCES.size())));
    for (int change = random.nextInt(6); change > 0; change--) {
      int at = random.nextInt(code.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> code.setLength(at);
        case 1 -> code.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
        case 2 -> code.delete(at, Math.min(code.length(), at + random.nextInt(20)));
        default -> code.insert(at, SOURCES.get(random.nextInt(SOURCES.size())), 0, 15);
      }
    }
    return code.toString();
  }
}
