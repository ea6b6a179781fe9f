package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnownSnippetsTest {

  private final Cells cells = new Cells();

  @AfterEach
  void close() {
    cells.close();
  }

  @Test
  void cells_that_declare_nothing_new_leave_nothing_behind() {
    cells.run("int x = 1;");
    int before = cells.known().size();

    for (int i = 0; i < 3; i++) {
      cells.run("int x = 1;");
      cells.run("x + 1");
      cells.run("x");
      cells.run("x++");
      cells.run("System.out.flush();");
      cells.run("for (int i = 0; i < x; i++) {}");
      cells.run("throw new IllegalStateException();");
    }

    assertThat(cells.known().size()).isEqualTo(before);
    assertThat(cells.value("x")).isEqualTo(2);
  }

  @Test
  void what_has_run_still_says_where_it_stands() {
    cells.run("Runnable later = null;");
    cells.run("int one = 1;\nlater = () -> { throw new IllegalStateException(\"\" + one); };");
    String place = cells.place(2);
    cells.run("1 + 1");

    assertThat(String.join("\n", cells.error("later.run()").traceback())).contains(place);
  }

  @Test
  void declarations_find_each_other_behind_cells_that_are_forgotten() {
    cells.run("int twice(int x) { return times(x, 2); }");
    cells.run("1 + 1");
    cells.run("int times(int a, int b) { return a * b; }");
    cells.run("System.out.flush();");
    cells.run("int times(int a, int b) { return a * b + 1; }");

    assertThat(cells.value("twice(4)")).isEqualTo(9);
  }
}
