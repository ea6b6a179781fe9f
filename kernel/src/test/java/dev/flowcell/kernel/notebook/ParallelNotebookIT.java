package dev.flowcell.kernel.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks at once, as a real client sees them. */
class ParallelNotebookIT {

  @TempDir Path folder;

  @Test
  void a_notebook_submits_maps_limits_and_fails_fast() {
    Jupyter jupyter = Jupyter.in(folder);
    Path file =
        jupyter.notebook(
            "parallel.ipynb",
            "%task --limit 2\nint load(int i) { System.out.println(\"loading \" + i); return i; }",
            "%task\nint sum(List<Integer> all, int more) {\n"
                + "  return more + all.stream().mapToInt(Integer::intValue).sum();\n}",
            "%flow --concurrency 3\nint all() {\n"
                + "  return sum.submit(load.mapAsync(List.of(1, 2, 3)), load.submit(4)).join();\n}",
            "all()",
            "load.with(name(\"Load\")).map(IntStream.range(0, 3))",
            "%task\nint bad(int i) { if (i > 0) throw new IllegalStateException(\"no \" + i);"
                + " return i; }",
            "bad.with(failFast(), limit(1)).map(List.of(0, 1, 2, 3))",
            "load.submit(\"five\")",
            "Table load = Table.create(\"mine\");\ntask(\"load\").submit(5).join()");

    Jupyter.Executed executed = jupyter.execute(file, "--allow-errors");

    assertThat(executed.exit()).as(executed.stderr()).isZero();
    assertThat(executed.text(4)).contains("10", "loading 4", "Completed", "sum");
    assertThat(executed.text(5)).contains("[0, 1, 2]", "Load");
    assertThat(executed.text(7)).contains("IllegalStateException: no 1", "In [6]:2");
    assertThat(executed.text(8))
        .contains("parameter i of load is of type int and cannot be a String");
    assertThat(executed.text(9)).contains("5");
  }
}
