package dev.flowcell.kernel.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops a notebook stops nbconvert, and what a cell does to the kernel stays in that cell. */
class FailingNotebookIT {

  @TempDir Path folder;
  private Jupyter jupyter;

  @BeforeEach
  void install() {
    jupyter = Jupyter.in(folder);
  }

  @Test
  void a_failed_flow_stops_nbconvert_with_an_exit_code() {
    Path file =
        jupyter.notebook(
            "failing.ipynb", "%flow\nvoid f() { throw new RuntimeException(\"no\"); }\nf();", "1");
    Jupyter.Ran ran = jupyter.jupyter("nbconvert", "--to", "html", "--execute", file.toString());
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.text()).containsPattern("RuntimeException\\S*: no");
  }

  @Test
  void the_next_cell_runs_after_all_that_a_cell_can_do() {
    Path file =
        jupyter.notebook(
            "hostile.ipynb",
            "System.exit(3);",
            "1 + 1",
            "int deep(int n) { return deep(n + 1) + 1; }\ndeep(0)",
            "2 + 2",
            "List<long[]> kept = new ArrayList<>();\nwhile (true) kept.add(new long[50_000_000]);",
            "3 + 3",
            "Runtime.getRuntime().halt(4);",
            "4 + 4",
            "throw new ThreadDeath();",
            "5 + 5",
            "class T { public String toString() { throw new RuntimeException(\"toString\"); } }\n"
                + "new T()",
            "6 + 6",
            "%task\nvoid exits() { Runtime.getRuntime().exit(1); }\nexits();",
            "7 + 7");
    Jupyter.Executed executed = jupyter.execute(file, "--allow-errors");
    assertThat(executed.exit()).as(executed.stderr()).isZero();
    for (int i = 1; i <= 7; i++) {
      assertThat(executed.text(2 * i)).as("cell %d", 2 * i).contains(String.valueOf(2 * i));
    }
    assertThat(executed.text(1)).contains("exit");
    assertThat(executed.text(3)).contains("StackOverflowError");
    assertThat(executed.text(5)).contains("OutOfMemoryError");
  }

  @Test
  void a_store_that_cannot_be_opened_is_said_and_the_notebook_still_runs() throws Exception {
    java.nio.file.Files.writeString(folder.resolve("home"), "a file where a folder should be");
    Path file =
        jupyter.notebook(
            "nostore.ipynb", "%flow\nint f() { return 41 + 1; }\nf()", "%flow history");
    Jupyter.Executed executed = jupyter.execute(file);
    assertThat(executed.exit()).as(executed.stderr()).isZero();
    assertThat(executed.text(1)).contains("42");
    assertThat(executed.text()).contains("memory");
    assertThat(executed.text(2)).contains("Completed");
  }
}
