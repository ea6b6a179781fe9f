package dev.flowcell.kernel.java;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptValuesTest {

  private final Cells cells = new Cells();

  @AfterEach
  void close() {
    cells.close();
  }

  @Test
  void a_value_that_is_replaced_is_let_go() {
    for (int i = 0; i < 60; i++) { // classes of a variable are numbered by letters
      cells.run("int[] data = {" + i + "};");
    }
    cells.run(
        "java.lang.ref.WeakReference<int[]> former = new java.lang.ref.WeakReference<>(data);");
    WeakReference<?> former = (WeakReference<?>) requireNonNull(cells.value("former"));

    cells.run("int[] data = {1, 2};");

    System.gc();
    assertThat(former.get()).isNull();
    assertThat(cells.value("data.length")).isEqualTo(2);
  }

  @Test
  void a_value_that_cannot_be_computed_leaves_the_former_one() {
    cells.run("List<String> words = List.of(\"a\");");
    cells.run("int size = 3;");

    cells.error("List<String> words = List.of((String) null);");
    cells.error("int size = words.get(7).length();");

    assertThat(cells.value("words")).isEqualTo(List.of("a"));
    assertThat(cells.value("size")).isEqualTo(3);
  }

  @Test
  void a_value_of_another_type_takes_the_former_one_away_also_where_it_fails() {
    cells.run("List<String> words = List.of(\"a\");");

    cells.error("int words = List.of(1).get(3);");

    assertThat(cells.value("words")).isEqualTo(0);
  }

  @Test
  void zero_is_a_value() {
    cells.run("int size = 3;");
    cells.run("int factor() { return 2; }");
    cells.run("int twice = size * factor();");
    cells.run("int twice = 0;");
    cells.run("int half = size / factor();");

    cells.run("int factor() { return 1; }");

    assertThat(cells.value("twice + half")).isEqualTo(1);
  }

  @Test
  void objects_outlive_the_cell_of_their_type_that_runs_again() {
    cells.run("record Point(int x) {}");
    cells.run("var point = new Point(1);\nPoint other = new Point(2);");
    cells.run("List<Point> all = new ArrayList<>(List.of(point, other));");

    cells.run("record Point(int x) {}");

    assertThat(cells.value("point.x() + other.x() + all.size()")).isEqualTo(5);
    assertThat(cells.value("all.get(0) instanceof Point")).isEqualTo(true);
    cells.error("record Point(int x) { int y() { return \"\"; } }");
    cells.run("record Point(int x) {}");
    assertThat(cells.value("point.x()")).isEqualTo(1);
    assertThat(cells.notes).isEmpty();
  }

  @Test
  void what_a_type_that_has_changed_leaves_empty_is_told() {
    cells.run("record Point(int x) {}");
    cells.run("var point = new Point(1);\nPoint other = new Point(2);\nint three = 3;");

    cells.run("record Point(int x) { int y() { return 0; } }");

    assertThat(cells.notes).singleElement().asString().contains("point").contains("other");
    assertThat(cells.notes.get(0)).contains("run their cells again").doesNotContain("three");
    cells.notes.clear();
    cells.run("record Point(int x) {}\nvar point = new Point(1);\nPoint other = new Point(2);");
    assertThat(cells.notes).isEmpty();
    assertThat(cells.value("point.x() + other.x() + three")).isEqualTo(6);
  }
}
