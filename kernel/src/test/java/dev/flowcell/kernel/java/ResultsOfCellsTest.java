package dev.flowcell.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.StoredValue;
import dev.flowcell.store.results.MissingResultException;
import dev.flowcell.store.results.NotStorableException;
import dev.flowcell.store.results.Results;
import dev.flowcell.store.results.ValueCodec;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of types that cells declare, from one session to another. */
class ResultsOfCellsTest {

  private static final String TYPES =
      """
      enum Grade { GOOD, BAD }
      record Score(String name, double points, Grade grade) {}
      class Exam implements java.io.Serializable {
          record Question(int number, List<Score> scores) {}
          enum Kind { ORAL, WRITTEN { } }
          String title = "final";
          Grade[] grades = {Grade.BAD};
          public boolean equals(Object o) {
              return o instanceof Exam e && e.title.equals(title) && Arrays.equals(grades, e.grades);
          }
      }
      """;

  private static final String VALUE =
      """
      List.of(new Score("Ada", 1.5, Grade.GOOD), Grade.BAD, new Score[] {},
          new Exam.Question(1, List.of(new Score("Bo", 2, Grade.BAD))), Exam.Kind.WRITTEN,
          Map.of(Grade.GOOD, new Exam()), new EnumMap<Grade, Integer>(Grade.class))
      """;

  @TempDir Path folder;

  private final Cells first = new Cells();
  private final Cells second = new Cells();

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private Results results(Cells cells) {
    return new Results(folder, 1 << 20, new ValueCodec(cells.evaluator::type));
  }

  private String missing(StoredValue kept) {
    try {
      return "read as " + results(second).load(kept);
    } catch (MissingResultException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void values_of_cells_come_back_in_another_session() throws Exception {
    first.run("int before = 1;");
    first.run(TYPES);
    StoredValue kept = results(first).keep(first.value(VALUE));
    second.run(TYPES);

    Object back = Objects.requireNonNull(results(second).load(kept));

    second.run("List<Object> expected = " + VALUE.strip() + ";");
    Object expected = Objects.requireNonNull(second.value("expected"));
    assertThat(results(second).digest(expected)).isEqualTo(kept.digest());
    assertThat(back.toString().replaceAll("@\\w+", "@"))
        .isEqualTo(expected.toString().replaceAll("@\\w+", "@"));
    assertThat(back.getClass()).isEqualTo(expected.getClass());
    assertThat(results(second).digest(back)).isEqualTo(kept.digest());
  }

  @Test
  void a_value_of_a_type_from_before_it_was_declared_anew_keeps_its_name() throws Exception {
    first.run("record Score(int points) {}");
    Object old = first.value("new Score(1)");
    first.run("record Score(int points) { int twice() { return 2 * points; } }");

    Object back = Objects.requireNonNull(results(first).load(results(first).keep(old)));

    assertThat(back).hasToString("Score[points=1]").isNotEqualTo(old);
    assertThat(back.getClass()).isEqualTo(first.value("Score.class"));
  }

  @Test
  void says_what_another_session_misses() throws Exception {
    first.run("record Score(int points) {}");
    first.run("class Exam implements java.io.Serializable { int number = 1; }");
    StoredValue score = results(first).keep(first.value("new Score(1)"));
    StoredValue exam = results(first).keep(first.value("new Exam()"));

    assertThat(missing(score)).isEqualTo("its type Score is not defined here");
    assertThat(missing(exam)).isEqualTo("its type Exam is not defined here");

    second.run("record Score(double mark) {}");
    second.run("class Exam implements java.io.Serializable { String number; }");

    assertThat(missing(score))
        .isEqualTo("its type Score has changed: it had points and has mark now");
    assertThat(missing(exam)).startsWith("its type Exam has changed");
  }

  @Test
  void types_are_named_as_the_cell_names_them_when_they_can_not_be_stored() {
    first.run("class Plain {}");
    first.run("Object local() { record Row(int x) {} return new Row(1); }");
    first.run("class Exam implements java.io.Serializable { Plain plain = new Plain(); }");

    assertThat(refused("new Plain()")).isEqualTo("Plain is neither a record nor Serializable");
    assertThat(refused("local()"))
        .isEqualTo("Row is declared inside a method; declare it in a cell of its own");
    assertThat(refused("new Exam()")).isEqualTo("Exam holds a Plain, which is not Serializable");
    assertThat(refused("(Runnable) () -> {}")).startsWith("a lambda is neither");
  }

  private String refused(String value) {
    try {
      return "kept as " + results(first).keep(first.value(value));
    } catch (NotStorableException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
