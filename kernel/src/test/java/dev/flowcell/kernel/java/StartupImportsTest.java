package dev.flowcell.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;

public class StartupImportsTest {

  private final Cells cells =
      new Cells(
          "dev.flowcell.stats.TTest",
          "dev.flowcell.render.chart.BoxPlot",
          "dev.flowcell.render.chart.Histogram",
          "dev.flowcell.render.chart.LinePlot",
          "dev.flowcell.render.chart.ScatterPlot",
          "dev.flowcell.flow.Flow",
          "tech.tablesaw.api.*");

  private static final String HOOK = StartupImportsTest.class.getName();

  private static Supplier<Object> nested = () -> "";

  /** Called by cells. */
  public static Object nested() {
    return nested.get();
  }

  @AfterEach
  void close() {
    cells.close();
  }

  @Test
  void the_names_of_jshell_and_of_the_session_are_known() {
    assertThat(cells.value("BoxPlot.class.getName()"))
        .isEqualTo("dev.flowcell.render.chart.BoxPlot");
    assertThat(cells.value("Table.class.getSimpleName() + List.of() + BigDecimal.ONE"))
        .isEqualTo("Table[]1");
    assertThat(cells.value("Flow.class.getName()")).isEqualTo("dev.flowcell.flow.Flow");
  }

  @Test
  void an_import_of_the_cell_wins() {
    assertThat(
            cells.value(
                "import org.apache.commons.math3.stat.inference.TTest;\nTTest.class.getName()"))
        .isEqualTo("org.apache.commons.math3.stat.inference.TTest");
    assertThat(cells.value("TTest.class.getName()"))
        .isEqualTo("org.apache.commons.math3.stat.inference.TTest");
    assertThat(cells.value("import java.util.concurrent.Flow;\nFlow.class.getName()"))
        .isEqualTo("java.util.concurrent.Flow");
    assertThat(cells.value("BoxPlot.class.getName()"))
        .isEqualTo("dev.flowcell.render.chart.BoxPlot");
  }

  @Test
  void a_type_of_the_cell_wins() {
    cells.run("int kept = 4;");
    cells.run("record BoxPlot(int n) {}");

    assertThat(cells.value("new BoxPlot(kept).n()")).isEqualTo(4);
  }

  @Test
  void code_from_before_keeps_its_imports_when_a_name_is_taken() {
    cells.run("Table before() { return Table.create(\"t\"); }\nTable kept = before();");
    cells.run("import org.apache.commons.math3.stat.inference.TTest;");
    cells.run("class BoxPlot {}");

    assertThat(cells.value("before().name() + kept.name()")).isEqualTo("tt");
    assertThat(cells.notes).isEmpty();
  }

  @Test
  void what_is_evaluated_while_a_cell_runs_has_them() {
    cells.run("java.util.function.Supplier<Object> nested = " + HOOK + "::nested;");
    nested = () -> cells.run("List<Integer> made = List.of(Table.create().columnCount());");

    assertThat(cells.value("nested.get()")).isInstanceOf(Evaluation.Nothing.class);
    assertThat(cells.value("made")).isEqualTo(List.of(0));
    assertThat(cells.value("List.of(1).get(0)")).isEqualTo(1);
  }

  @Test
  void a_cell_that_needs_none_sees_the_same_types() {
    cells.run("var file = new File(\"a\"); var files = List.of(file);");

    assertThat(cells.value("file.getName() + files.get(0).getName()")).isEqualTo("aa");
    assertThat(cells.value("files.stream().count()")).isEqualTo(1L);
    assertThat(cells.error("file.noSuchMethod()").message()).contains("noSuchMethod");
    assertThat(cells.evaluator.variableType("files").orElseThrow()).contains("List<java.io.File>");
  }

  @Test
  void the_same_import_again_changes_nothing() {
    cells.run("TTest before() { return null; }");
    cells.run("import dev.flowcell.stats.TTest;\nTTest mine = null;");

    assertThat(cells.value("before() == mine")).isEqualTo(true);
    assertThat(cells.notes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.io.*", "java.util.*", "java.lang.*", "java.lang.Object"})
  void an_import_of_what_is_imported_takes_nothing_away(String again) {
    cells.run("import " + again + ";");

    assertThat(cells.value("List.of(Table.create().columnCount())")).isEqualTo(List.of(0));
  }

  @Test
  void star_imports_of_the_peers_leave_their_names_usable() {
    assertThat(
            cells.value(
                "import org.apache.commons.math3.stat.inference.*;\n"
                    + "new TTest().t(new double[] {1, 2, 3}, new double[] {1, 2, 3})"))
        .isEqualTo(0.0);
    assertThat(
            cells.value(
                "import tech.tablesaw.plotly.api.*;\n"
                    + "Table t = Table.create(StringColumn.create(\"g\", \"a\"),"
                    + " DoubleColumn.create(\"v\", 1));\n"
                    + "BoxPlot.create(\"title\", t, \"g\", \"v\").getClass().getSimpleName()"))
        .isEqualTo("Figure");
    assertThat(cells.value("BoxPlot.of(t, \"g\", \"v\") != null")).isEqualTo(true);
    assertThat(
            cells.value(
                "List.of(Histogram.create(\"title\", t, \"v\"),"
                    + " LinePlot.create(\"title\", t, \"v\", \"v\"),"
                    + " ScatterPlot.create(\"title\", t, \"v\", \"v\")).size()"))
        .isEqualTo(3);
    assertThat(
            cells.value(
                "List.of(Histogram.of(t, \"v\"), LinePlot.of(t, \"v\", \"v\"),"
                    + " ScatterPlot.of(t, \"v\", \"v\")).size()"))
        .isEqualTo(3);
  }

  @Test
  void a_star_import_of_a_library_that_was_added_wins(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("library.jar");
    Libraries.write(jar, Opcodes.V11, "other/Table", "other/BoxPlot", "other/List");
    cells.run("Table before() { return Table.create(\"t\"); }");
    cells.evaluator.addToClasspath(List.of(jar));

    assertThat(
            cells.value(
                "import other.*;\n"
                    + "Table.class.getName() + BoxPlot.class.getName() + Row.class.getName()"))
        .isEqualTo("other.Tableother.BoxPlottech.tablesaw.api.Row");
    assertThat(cells.error("List.class").message()).contains("ambiguous");
  }

  @Test
  void a_type_and_an_import_of_one_name_leave_the_later_one() {
    try (Cells cells = new Cells()) {
      cells.run("class Flow { int x = 1; }");
      assertThat(cells.value("import java.util.concurrent.Flow;\nFlow.defaultBufferSize()"))
          .isEqualTo(256);
      assertThat(cells.value("record Flow(int y) {}\nnew Flow(2).y()")).isEqualTo(2);
      assertThat(cells.value("1 + 1")).isEqualTo(2);
    }
  }
}
