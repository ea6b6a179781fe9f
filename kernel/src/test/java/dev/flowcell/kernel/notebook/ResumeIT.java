package dev.flowcell.kernel.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flow runs that go on where they had stopped, in the same kernel and in a new one. */
class ResumeIT {

  private static final String LOAD =
      """
      record Score(String name, double points) {}
      %task
      List<Score> loadData(int n) {
          System.out.println("loading");
          return new ArrayList<>(List.of(new Score("Ada", n), new Score("Bo", 2)));
      }""";

  private static final String FLOW =
      """
      %flow
      double exam(int n) { return clean(loadData(n)); }""";

  private static final String CLEAN =
      """
      %task
      double clean(List<Score> scores) {
          return scores.stream().mapToDouble(Score::points).sum();
      }""";

  private static final String BROKEN =
      CLEAN.replace("return", "if (true) throw new IllegalStateException(\"broken\"); return");

  private static final String KILLED =
      CLEAN.replace(
          "return",
          """
          try {
              String pid = "" + ProcessHandle.current().pid();
              new ProcessBuilder("kill", "-9", pid).start().waitFor();
          } catch (Exception e) {}
          return""");

  @TempDir Path folder;
  private Jupyter jupyter;

  @BeforeEach
  void install() {
    jupyter = Jupyter.in(folder);
  }

  @Test
  void a_failed_flow_goes_on_once_its_cell_is_mended() {
    Path file =
        jupyter.notebook(
            "mended.ipynb", LOAD, BROKEN, FLOW, "exam(5)", CLEAN, "%flow resume", "%flow resume");

    Jupyter.Executed executed = jupyter.execute(file, "--allow-errors");

    assertThat(executed.exit()).as(executed.stderr()).isZero();
    assertThat(executed.text(4)).contains("loading", "broken");
    assertThat(executed.text(6))
        .contains("Cached", "result of loadData-1", "7.0")
        .doesNotContain("loading");
    assertThat(executed.text(7)).contains("there is no flow run to resume");
  }

  @Test
  void a_flow_whose_kernel_was_killed_goes_on_in_a_new_one() {
    Path killed = jupyter.notebook("killed.ipynb", LOAD, KILLED, FLOW, "exam(5)");
    assertThat(jupyter.execute(killed).exit()).isNotZero();
    Path file =
        jupyter.notebook(
            "later.ipynb", "%flow history", LOAD, CLEAN, FLOW, "%flow resume", "%flow history");

    Jupyter.Executed executed = jupyter.execute(file);

    assertThat(executed.exit()).as(executed.stderr()).isZero();
    assertThat(executed.text(1)).contains("Crashed");
    assertThat(executed.text(5))
        .contains("Cached", "result of loadData-1", "7.0")
        .doesNotContain("loading");
    assertThat(executed.text(6)).contains("Completed", "Crashed");
  }
}
