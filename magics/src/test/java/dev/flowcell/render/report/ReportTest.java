package dev.flowcell.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellOutput.Stream;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.notebook.Notebook;
import dev.flowcell.notebook.NotebookCell;
import dev.flowcell.notebook.NotebookRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final String HOSTILE = "</pre></section><script>alert(1)</script>";

  @TempDir private Path folder;

  @Test
  void text_code_and_outputs_stand_in_their_order() throws Exception {
    String page = report(true, "markdown", "# Exam", "code", "int x = 1; // one", "value", "");

    assertThat(page)
        .contains("<title>Exam</title>")
        .containsSubsequence(
            "<h1>Exam</h1>",
            "In [1]",
            "<span class=\"keyword\">int</span> x",
            "<span class=\"comment\">// one</span>",
            "<pre>printed\n</pre>",
            "<table>rich</table>",
            "made by hand");
    assertThat(page).doesNotContain("poor");
  }

  @Test
  void code_can_be_left_out() throws Exception {
    String page = report(false, "markdown", "# Exam", "code", "int secret = 1;");

    assertThat(page).contains("printed").doesNotContain("secret");
  }

  @Test
  void nothing_that_is_printed_or_named_gets_out_of_its_place() throws Exception {
    String page = report(true, "markdown", "# " + HOSTILE, "code", HOSTILE, "fail", HOSTILE);

    assertThat(page.replaceAll("(?s)<h1>.*?</h1>", "")).doesNotContain("<script");
    assertThat(page).contains("default-src 'none'");
  }

  @Test
  void pictures_beside_the_notebook_become_a_part_of_the_page_and_others_stay_out()
      throws Exception {
    Files.write(folder.resolve("a b.png"), new byte[] {1, 2, 3});
    Files.write(folder.resolveSibling("outside.png"), new byte[] {4});

    String page = report(true, "markdown", "![x](a%20b.png) ![y](<a b.png>) ![z](../outside.png)");

    assertThat(page)
        .contains("<img src=\"data:image/png;base64,AQID\" alt=\"x\"")
        .contains("<img src=\"data:image/png;base64,AQID\" alt=\"y\"")
        .doesNotContain("BA==");
  }

  private String report(boolean withCode, String... cells) throws Exception {
    StringBuilder json = new StringBuilder("{\"nbformat\": 4, \"cells\": [");
    for (int i = 0; i + 1 < cells.length; i += 2) {
      String kind = cells[i].equals("markdown") ? "markdown" : "code";
      json.append(i == 0 ? "" : ",")
          .append("{\"cell_type\": \"" + kind + "\", \"source\": \"" + cells[i + 1] + "\"}");
    }
    Path file = folder.resolve("n.ipynb");
    Files.writeString(file, json.append("]}"));
    Notebook notebook = Notebook.read(file);
    new NotebookRun(notebook, ReportTest::run, NOBODY, true).run(cell -> Optional.empty());
    return Report.of(notebook, "untitled", folder, withCode, "made by hand");
  }

  private static CellResult run(CellSource cell, CellOutput output, CellInput input) {
    output.print(Stream.STDOUT, "printed\n");
    output.print(Stream.STDERR, HOSTILE);
    Map<String, Object> forms = new LinkedHashMap<>();
    forms.put("application/unknown", HOSTILE);
    forms.put(MimeBundle.HTML, "<table>rich</table>");
    forms.put(MimeBundle.TEXT, "poor");
    output.display(new MimeBundle(forms, Map.of()), null);
    return new CellResult.Failed(CellError.of("Oops", HOSTILE));
  }

  private static final NotebookRun.Watcher NOBODY =
      new NotebookRun.Watcher() {
        @Override
        public void began(NotebookCell cell) {}

        @Override
        public void ended(NotebookCell cell, Optional<CellError> error) {}
      };
}
