package dev.flowcell.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cells that begin with a package, as those of BeakerX. */
class CellPackagesTest {

  private final Cells cells = new Cells();

  @AfterEach
  void close() {
    cells.close();
  }

  private void declare(String text) {
    cells.run(
        "// a lesson\npackage org.example.lecture;\n\npublic class Hello {\n"
            + "  public static String text() { return \""
            + text
            + "\"; }\n}");
  }

  @Test
  void a_later_cell_imports_the_type_of_a_cell_with_a_package() {
    declare("hi");

    assertThat(cells.value("import org.example.lecture.Hello;\n\nHello.text()")).isEqualTo("hi");
    assertThat(cells.value("import org.example.lecture.*;\nHello.text()")).isEqualTo("hi");
  }

  @Test
  void a_type_is_found_by_its_full_name() {
    declare("hi");

    assertThat(cells.value("org.example.lecture.Hello.text()")).isEqualTo("hi");
  }

  @Test
  void a_type_with_a_package_can_be_declared_again() {
    declare("hi");
    declare("bye");

    assertThat(cells.value("import org.example.lecture.Hello;\nHello.text()")).isEqualTo("bye");
  }

  @Test
  void texts_and_other_packages_stay_as_they_are() {
    declare("hi");

    assertThat(
            cells.value(
                "import java.util.concurrent.atomic.AtomicInteger;\n"
                    + "\"org.example.lecture.Hello \" + new AtomicInteger(3)"
                    + " + java.time.Month.MAY"))
        .isEqualTo("org.example.lecture.Hello 3MAY");
  }

  @Test
  void an_error_is_shown_where_it_stands() {
    declare("hi");

    assertThat(cells.error("int x = 1;\norg.example.lecture.Hello.txt()").traceback())
        .contains(
            cells.name() + " line 2, column 27: cannot find symbol: method txt() in class Hello",
            "    org.example.lecture.Hello.txt()");
  }

  @Test
  void what_no_cell_has_declared_is_not_in_its_package() {
    declare("hi");

    assertThat(cells.error("import org.example.lecture.Goodbye;").message())
        .isEqualTo("package org.example.lecture does not exist");
  }
}
