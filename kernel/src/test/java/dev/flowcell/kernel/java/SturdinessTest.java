package dev.flowcell.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SturdinessTest {

  private static final Cells cells = new Cells("tech.tablesaw.plotly.Plot");

  @AfterAll
  static void close() {
    cells.close();
  }

  @AfterEach
  void the_next_cell_works() {
    assertThat(cells.value("1 + 1")).isEqualTo(2);
  }

  @Test
  void stack_overflow_shows_a_short_trace() {
    CellError error = cells.error("int deep(int n) { return deep(n + 1) + 1; }\ndeep(0);");

    assertThat(error.name()).isEqualTo("StackOverflowError");
    assertThat(error.traceback())
        .hasSizeLessThan(5)
        .anyMatch(line -> line.matches("    at deep \\(In \\[\\d+]:1\\) \\(\\d{3,} times\\)"));
  }

  @Test
  void a_cell_cannot_end_the_kernel() {
    for (String code :
        new String[] {
          "System.exit(3);",
          "Runtime.getRuntime().exit(3);",
          "Runtime.getRuntime().halt(3);",
          "java.util.function.IntConsumer end = System::exit;\nend.accept(3);",
          "class Ends { void now() { System.exit(3); } }\nnew Ends().now();",
        }) {
      assertThat(cells.error(code).message()).contains("cannot end the kernel", "Kernel menu");
    }
  }

  @Test
  void any_error_of_user_code_is_reported() {
    assertThat(cells.error("throw new ThreadDeath();").name()).isEqualTo("ThreadDeath");
    assertThat(cells.error("throw new OutOfMemoryError(\"mine\");").message()).isEqualTo("mine");
    assertThat(cells.error("class Bad { static int n = 1 / 0; }\nint use = Bad.n;").name())
        .isEqualTo("ArithmeticException");
    assertThat(cells.error("throw new NoClassDefFoundError(\"x.Y\");").message()).isEqualTo("x.Y");
  }

  @Test
  void what_no_class_file_can_hold_is_an_error_of_its_cell_only() {
    String text = '"' + "x".repeat(70_000) + '"';
    cells.value("int before = 1; before");

    for (String code :
        new String[] {
          text + ".length()",
          "String s = " + text + ";",
          "System.out.println(" + text + ");",
          "String late() { return " + text + "; }",
          "class Holder { String s = " + text + "; }"
        }) {
      CellError error = cells.error(code);
      assertThat(error.message()).isEqualTo("constant string too long");
      assertThat(error.traceback())
          .allSatisfy(line -> assertThat(line).hasSizeLessThan(400))
          .anyMatch(line -> line.contains("at most 65535 bytes"));
      assertThat(cells.value("before + 1")).isEqualTo(2);
    }
    assertThat(cells.error("int[] big = {" + "1000,".repeat(20_000) + "};").message())
        .startsWith("code too large");
  }

  @Test
  void a_figure_is_shown_in_the_cell() {
    Object figure =
        cells.value(
            """
            import tech.tablesaw.plotly.components.Figure;
            import java.util.function.Consumer;
            Figure figure = new Figure(new tech.tablesaw.plotly.traces.Trace[0]);
            figure""");

    cells.run("Plot.show(figure);\nPlot.show(figure, \"id\", new File(\"x.html\"));");
    cells.run("Consumer<Figure> shows = Plot::show;\nshows.accept(figure);");

    assertThat(cells.displayed).hasSize(3).allMatch(shown -> shown == figure);
  }

  @Test
  void variables_that_keep_the_heap_full_are_cleared() throws Exception {
    Process kernel =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                // so much that the compiler is only a small part of it
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                FullHeap.class.getName())
            .redirectErrorStream(true)
            .start();

    String output =
        new String(kernel.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(output)
        .contains("OutOfMemoryError", "The memory was full: hoard is null now.", "then 2kept")
        .contains("Exception in thread \"hoarder\"", "more, hoarder are null now.", "at last 2kept")
        .contains("compiler: OutOfMemoryError[The memory was full: hoard is null now.")
        .contains("afterwards 2kept30");
  }

  /** Fills a small heap in a JVM of its own. */
  static final class FullHeap {
    private FullHeap() {}

    public static void main(String[] args) {
      try (Cells cells = new Cells()) {
        cells.run("List<byte[]> hoard = new ArrayList<>();\nString fine = \"kept\";");
        System.out.println(cells.error("while (true) hoard.add(new byte[100_000]);").name());
        System.out.println(cells.notes);
        System.out.println("then " + cells.value("1 + 1") + cells.value("fine"));
        cells.run("var more = new LinkedList<int[]>();");
        cells.run(
            "var hoarder = new Thread(() -> { while (true) more.add(new int[1_000]); }, \"hoarder\");\n"
                // one statement: the compiler of another one could meet the full heap first
                + "{ hoarder.start(); hoarder.join(); }");
        System.out.println(cells.notes);
        System.out.println("at last " + cells.value("1 + 1") + cells.value("fine"));
        cells.notes.clear();
        String large = "{" + "Stream.of(1, 2, 3).map(n -> n + 1).toList();\n".repeat(4_000) + "}";
        cells.run(
            "hoard = new ArrayList<>();\n"
                + "try { while (true) hoard.add(new byte[5_000_000]); }\n"
                + "catch (OutOfMemoryError e) { hoard.remove(0); }");
        // less than two blocks are left: enough for all but the compiler
        System.out.println("compiler: " + cells.error(large).name() + cells.notes);
        System.out.println(
            "afterwards " + cells.value("1 + 1") + cells.value("fine") + cells.value("10 * 3"));
      }
    }
  }
}
