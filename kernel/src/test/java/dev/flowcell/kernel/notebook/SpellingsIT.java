package dev.flowcell.kernel.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.notebook.Jupyter.Executed;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to declare a task or flow, and what goes wrong, through a real client. */
class SpellingsIT {

  @TempDir static Path folder;
  private static Executed notebook;

  @BeforeAll
  static void execute() {
    Jupyter jupyter = Jupyter.in(folder);
    Path file =
        jupyter.notebook(
            "spellings.ipynb",
            /* 1 */ "%flow\nint sumUp(int n) {\n  int sum = 0;\n"
                + "  for (int i = 1; i <= n; i++) sum += square(i);\n  return sum;\n}",
            /* 2 */ "// a line above\n\n%task\nint square(int x) { return x * x; }",
            /* 3 */ "sumUp(3)",
            /* 4 */ """
            int failures = 0;
            %task --retries 2 --delay 10ms,20ms
            String flaky() {
              if (failures++ < 2) throw new IllegalStateException("not yet");
              return "done after " + failures;
            }
            flaky()""",
            /* 5 */ """
            @Task(retries = 1, delay = "5ms", description = "by annotation")
            <T extends Comparable<T>> T largest(List<T> xs) {
              return Collections.max(xs);
            }
            @Flow
            int outer(int n) { return sumUp(n) + largest(List.of(1, 5, 2)); }""",
            /* 6 */ "outer(2)",
            /* 7 */ "%%task --tags a,b\nint one() { return 1; }\nint two() { return 2; }\n"
                + "System.out.println(\"once\");",
            /* 8 */ "Stream.of(1, 2, 3).map(i -> square(i)).collect(Collectors.toList())",
            /* 9 */ "%task numbers\nvar xs = List.of(3, 1, 2);\nSystem.out.println(xs);\n"
                + "int biggest = Collections.max(xs);",
            /* 10 */ "System.out.println(biggest + xs.size()); numbers();",
            /* 11 */ "%task --retires 3\nint three() { return 3; }",
            /* 12 */ "%task list",
            /* 13 */ "%flow\nvoid broken() {\n  one();\n  throw new IllegalArgumentException(\"bad input\");\n}",
            /* 14 */ "broken();",
            /* 15 */ "%task --help",
            /* 16 */ "@Task(retires = 3)\nint four() { return 4; }",
            /* 17 */ "%task\nclass Foo { }",
            /* 18 */ "System.out.printf(\"%d%%%n\", 5);\nString t = \"\"\"\n%task in a text block\n\"\"\";\nt",
            /* 19 */ "%flow history",
            /* 20 */ "%task show square");
    notebook = jupyter.execute(file, "--allow-errors");
    assertThat(notebook.exit()).as(notebook.stderr()).isZero();
  }

  @Test
  void a_flow_that_calls_an_undefined_task_says_so_and_works_later() {
    assertThat(notebook.text(1)).contains("sumUp").contains("square").contains("not defined yet");
    assertThat(notebook.text(3)).contains("14").contains("square").contains("Completed");
  }

  @Test
  void a_task_is_tried_again_and_its_value_shown() {
    assertThat(notebook.text(4))
        .contains("done after 3")
        .contains("attempt 1 failed: IllegalStateException: not yet");
  }

  @Test
  void annotations_and_subflows_work() {
    assertThat(notebook.text(6)).contains("10").contains("largest").contains("sumUp");
  }

  @Test
  void a_cell_magic_covers_every_method_and_runs_the_rest_once() {
    assertThat(notebook.text(7)).contains("once");
    assertThat(notebook.text(12)).contains("one").contains("two").contains("square");
  }

  @Test
  void calls_in_a_stream_are_tracked() {
    assertThat(notebook.text(8)).contains("[1, 4, 9]").contains("square");
  }

  @Test
  void a_cell_task_keeps_its_variables_and_runs_again() {
    assertThat(notebook.text(9)).contains("[3, 1, 2]").contains("numbers").contains("Completed");
    assertThat(notebook.text(10)).contains("6").contains("[3, 1, 2]");
  }

  @Test
  void misspelt_options_are_refused_with_a_caret_and_a_near_match() {
    assertThat(notebook.text(11)).contains("--retires").contains("^").contains("--retries");
    assertThat(notebook.text(16)).contains("retires").contains("did you mean").contains("retries");
  }

  @Test
  void a_failed_flow_is_an_error_of_its_cell_with_the_cells_line() {
    assertThat(notebook.text(14))
        .contains("IllegalArgumentException: bad input")
        .contains("at broken (In [13]:4)\n")
        .doesNotContain("In [13]:5")
        .contains("Failed");
    assertThat(notebook.outputs(14))
        .anyMatch(output -> output.get("output_type").getAsString().equals("error"));
  }

  @Test
  void help_is_there() {
    assertThat(notebook.text(15)).contains("--retries").contains("--delay");
    assertThat(notebook.text(20)).contains("return x * x");
  }

  @Test
  void a_class_below_a_task_line_is_refused() {
    assertThat(notebook.text(17)).contains("method");
  }

  @Test
  void percent_signs_in_strings_are_left_alone() {
    assertThat(notebook.text(18)).contains("5%").contains("%task in a text block");
  }

  @Test
  void history_lists_the_runs() {
    assertThat(notebook.text(19)).contains("outer").contains("broken").contains("Failed");
  }
}
