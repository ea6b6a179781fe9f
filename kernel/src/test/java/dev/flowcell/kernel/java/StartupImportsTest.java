package dev.flowcell.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartupImportsTest {

  private final Cells cells =
      new Cells(
          "dev.flowcell.stats.TTest",
          "dev.flowcell.render.BoxPlot",
          "dev.flowcell.flow.Flow",
          "tech.tablesaw.api.*");

  @AfterEach
  void close() {
    cells.close();
  }

  @Test
  void the_names_of_jshell_and_of_the_session_are_known() {
    assertThat(cells.value("BoxPlot.class.getName()")).isEqualTo("dev.flowcell.render.BoxPlot");
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
    assertThat(cells.value("BoxPlot.class.getName()")).isEqualTo("dev.flowcell.render.BoxPlot");
  }

  @Test
  void a_type_of_the_cell_wins() {
    cells.run("int kept = 4;");
    cells.run("record BoxPlot(int n) {}");

    assertThat(cells.value("new BoxPlot(kept).n()")).isEqualTo(4);
  }
}
