package dev.flowcell.kernel.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.flowcell.kernel.notebook.Jupyter.Executed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped notebook shows what its text promises. */
class ExamNotebookIT {

  @TempDir static Path folder;
  private static Executed exam;
  private static Jupyter jupyter;

  @BeforeAll
  static void execute_the_notebook() throws IOException {
    Path notebooks = Path.of("").toAbsolutePath().resolveSibling("notebooks");
    for (String file : new String[] {"exam-analysis.ipynb", "exam-scores-messy.csv"}) {
      Files.copy(notebooks.resolve(file), folder.resolve(file));
    }
    jupyter = Jupyter.in(folder);
    exam = jupyter.execute(folder.resolve("exam-analysis.ipynb"));
    assertThat(exam.exit()).as(exam.stderr()).isZero();
  }

  @Test
  void the_set_up_cell_names_the_versions() {
    assertThat(exam.text(1))
        .contains("Flowcell")
        .contains("Java")
        .containsPattern("Tablesaw +0\\.44\\.4");
  }

  @Test
  void the_summary_has_pandas_numbers() {
    String text = exam.text();
    assertThat(text).containsPattern(row("A", "5", "68.2", "2.86", "65", "66", "68", "70", "72"));
    assertThat(text).containsPattern(row("B", "5", "80.0", "1.58", "78", "79", "80", "81", "82"));
  }

  @Test
  void the_conclusion_is_in_the_log() {
    assertThat(exam.text())
        .contains("T-test result: t=-8.07, p=0.0002")
        .contains("Class A mean: 68.2, Class B mean: 80.0")
        .contains("Conclusion: The difference is statistically significant (p < 0.05).");
  }

  @Test
  void the_run_view_shows_five_completed_tasks() {
    String view = exam.text(8);
    for (String task :
        new String[] {"loadData", "cleanData", "describeAndPlot", "runTTest", "reportResults"}) {
      assertThat(view).containsPattern("Completed +" + task);
    }
    assertThat(view).contains("analysisPipeline").contains("Completed");
  }

  @Test
  void the_box_plot_is_inline_and_saved() {
    assertThat(exam.outputs(8)).anyMatch(ExamNotebookIT::isPicture);
    assertThat(folder.resolve("scores_boxplot.png")).isNotEmptyFile();
  }

  @Test
  void a_jsplot_figure_is_a_picture_without_a_network() {
    assertThat(exam.outputs(9)).anyMatch(ExamNotebookIT::isPicture);
    assertThat(exam.outputs(9).toString()).doesNotContain("cdn.plot.ly");
  }

  @Test
  void the_messy_file_is_cleaned() {
    assertThat(exam.text(12)).contains("Data cleaned: 10 of 15 rows kept");
  }

  @Test
  void earlier_runs_are_listed() {
    assertThat(exam.text(14)).contains("analysisPipeline").contains("analyseFile");
    assertThat(exam.text(15)).contains("Conclusion");
  }

  @Test
  void nothing_needs_a_script_or_a_network() throws IOException {
    String source = Files.readString(exam.file());
    assertThat(source).doesNotContain("<script").doesNotContain("<style").doesNotContain("<svg");
  }

  @Test
  void nbconvert_writes_a_report_under_a_megabyte() throws IOException {
    Jupyter.Ran ran = jupyter.jupyter("nbconvert", "--to", "html", exam.file().toString());
    assertThat(ran.exit()).as(ran.text()).isZero();
    Path html = Path.of(exam.file().toString().replace(".ipynb", ".html"));
    assertThat(Files.size(html)).isLessThan(1_000_000);
    assertThat(Files.readString(html)).contains("T-test result: t=-8.07, p=0.0002");
  }

  private static boolean isPicture(JsonObject output) {
    return output.has("data") && output.getAsJsonObject("data").has("image/png");
  }

  private static Pattern row(String... cells) {
    StringBuilder pattern = new StringBuilder();
    for (String cell : cells) {
      pattern.append(pattern.isEmpty() ? "" : "[ |]+").append(Pattern.quote(cell));
    }
    return Pattern.compile(pattern + "(?![.\\d])");
  }
}
