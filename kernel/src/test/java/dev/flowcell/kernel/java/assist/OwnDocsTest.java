package dev.flowcell.kernel.java.assist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.java.Cells;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an inspection tells of what Flowcell gives to cells. */
public class OwnDocsTest {

  public static final CountDownLatch RUNNING = new CountDownLatch(1);
  public static final CountDownLatch END = new CountDownLatch(1);

  private static final Cells cells =
      new Cells(
          "static dev.flowcell.Flowcell.*",
          "dev.flowcell.TaskHandle",
          "dev.flowcell.engine.TaskFuture",
          "dev.flowcell.render.chart.BarPlot",
          "dev.flowcell.render.chart.BoxPlot",
          "dev.flowcell.render.chart.Histogram",
          "dev.flowcell.render.chart.LinePlot",
          "dev.flowcell.render.chart.ScatterPlot",
          "dev.flowcell.stats.TTest",
          "dev.flowcell.stats.TTestResult",
          "tech.tablesaw.api.*",
          "static dev.flowcell.kernel.java.assist.OwnDocsTest.RUNNING",
          "static dev.flowcell.kernel.java.assist.OwnDocsTest.END");

  @BeforeAll
  static void declare() {
    cells.run(
        "Table t = Table.create();\ndev.flowcell.stats.Description desc = null;\n"
            + "TaskHandle<String> handle = null;\nTaskFuture<String> future = null;\nTTestResult result = null;");
  }

  @AfterAll
  static void close() {
    cells.close();
  }

  private static String inspected(String code) {
    return cells.evaluator.inspect(code, code.length(), false).map(MimeBundle::text).orElse("");
  }

  @Test
  void methods_of_cells_are_told_with_their_comment() {
    assertThat(inspected("describe("))
        .startsWith("Description Flowcell.describe(Table table, String... columns)\n")
        .contains("@param columns the columns to describe; none for every numeric one");
    assertThat(inspected("runLogger"))
        .contains("    runLogger().info(\"reading {}\", \"scores.csv\");\n")
        .doesNotContain("@code", "<pre>");
    assertThat(inspected("param(")).contains("int year = param(\"year\", 2026);");
    assertThat(inspected("dev.flowcell.Flowcell.display")).contains("Shows a value below the cell");
  }

  @Test
  void each_overload_has_the_comment_of_its_own() {
    assertThat(inspected("display("))
        .contains("display(Object value)\nShows a value below the cell")
        .contains("display(Object value, String type)\nShows a value in one form, as display")
        .contains("display(String type, String text)\nShows a text in one form");
  }

  @Test
  void types_of_cells_and_their_members_are_told() {
    assertThat(inspected("BoxPlot")).contains("BoxPlot\n");
    assertThat(inspected("BoxPlot.of(")).contains("@param group", "@param value");
    assertThat(inspected("Histogram.of(t, \"x\").bins(")).contains("@throws ");
    assertThat(inspected("TTest.welch(")).contains("Welch");
    assertThat(inspected("handle.map(")).contains("\n");
    assertThat(inspected("future.result(")).contains("Waits for the result.");
  }

  @Test
  void variables_of_types_that_no_cell_imports_have_comments_too() {
    assertThat(inspected("desc.by(")).startsWith("Description Description.by(String... groups)\n");
  }

  @Test
  void an_overriding_method_is_told_in_the_words_of_the_one_above() {
    assertThat(inspected("BoxPlot.of(t, \"a\").style("))
        .isEqualTo("Style BoxPlot.style()\nIts titles, colours and size.");
    assertThat(inspected("BoxPlot.of(t, \"a\").colors(")).contains("in other colours");
  }

  @Test
  void a_part_of_a_record_is_told_in_the_words_of_its_type() {
    assertThat(inspected("result.df("))
        .isEqualTo("double TTestResult.df()\nthe degrees of freedom");
    assertThat(inspected("new TTestResult(")).contains("two-sided t-test");
  }

  @Test
  void all_that_cells_can_call_has_a_comment() {
    for (var method : dev.flowcell.Flowcell.class.getMethods()) {
      if (method.getDeclaringClass() == dev.flowcell.Flowcell.class) {
        assertThat(inspected(method.getName() + "(")).contains("\n");
      }
    }
  }

  @Test
  void comments_are_told_while_a_cell_runs() throws InterruptedException {
    Thread cell = new Thread(() -> cells.run("RUNNING.countDown();\nEND.await();"));
    cell.start();
    RUNNING.await();

    assertThat(inspected("desc.by(")).contains("\n");

    END.countDown();
    cell.join();
  }
}
