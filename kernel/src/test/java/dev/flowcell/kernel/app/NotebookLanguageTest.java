package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.MimeBundle;
import org.junit.jupiter.api.Test;

/** What cells show, as a client gets it. */
class NotebookLanguageTest extends KernelCells {

  @Test
  void types_of_cells_are_shown_by_the_names_that_cells_gave_them() {
    done("class Point {}\nrecord Pair(Point left) {}");

    assertThat(value("Point.class")).isEqualTo("class Point");
    assertThat(value("new Pair(new Point())")).matches("Pair\\[left=Point@\\w+]");
    assertThat(notebook.evaluateExpression("Point.class"))
        .isEqualTo(new CellResult.Value(MimeBundle.text("class Point")));
  }

  @Test
  void what_other_kernels_import_is_imported() {
    assertThat(value("LocalDate.of(2026, 1, 2).plus(Period.ofDays(1))")).isEqualTo("2026-01-03");
    assertThat(value("List.of(Path.of(\"a\"), BigInteger.ONE, Stream.of(1).toList())"))
        .isEqualTo("[a, 1, [1]]");
  }

  @Test
  void so_are_those_in_displays_and_their_updates() {
    done("class Point {}\nString id = display(Point.class);");
    assertThat(shown().values()).extracting(MimeBundle::text).containsExactly("class Point");

    done("updateDisplay(id, List.of(Point.class));");
    assertThat(shown().values()).extracting(MimeBundle::text).containsExactly("[class Point]");
  }
}
