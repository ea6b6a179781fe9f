package dev.flowcell.kernel.java.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnresolvedTest {

  private static final String OTHERWISE = " Otherwise it works once its cell has run.\n";

  private final Cells cells = new Cells();

  @AfterEach
  void close() {
    cells.close();
  }

  private List<String> notes(String code) {
    cells.notes.clear();
    cells.run(code);
    return List.copyOf(cells.notes);
  }

  @Test
  void a_slip_in_the_name_of_a_field_is_told_with_its_line_and_the_field() {
    assertThat(
            notes(
                """
                class Person {
                  private String name; // nam
                  String getName() {
                    return nam;
                  }
                }"""))
        .containsExactly(
            "line 4: Person uses variable nam, which is not defined yet; did you mean name?"
                + OTHERWISE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int sum(int[] xs) { int total = 0; for (int x : xs) totl += x; return total; } | total
          void greet(string n) { }                              | String
          class Word { Strin s; }                               | String
          class Input { Scaner sc; }                            | Scanner
          class Shown { @Overide public int hashCode() { return 1; } } | @Override
          enum Light { RED; Light next() { return Ligt.RED; } } | Light
          class Twice { int work() { return dubl(); } int doubl() { return 2; } } | doubl
          double root() { return sqrt(2.0); }                   | Math.sqrt
          """)
  void what_a_slip_was_to_be_is_asked(String code, String meant) {
    assertThat(notes(code))
        .singleElement()
        .asString()
        .startsWith("line 1: ")
        .endsWith("; did you mean " + meant + "?" + OTHERWISE);
  }

  @Test
  void a_slip_has_a_sentence_of_its_own_beside_what_is_to_come() {
    assertThat(
            notes(
                """
                class School {
                  string name;
                  Pupil first;
                  int size() { return count(1) + extra; }
                }"""))
        .containsExactly(
            "line 2: School uses class string, which is not defined yet; did you mean String?"
                + OTHERWISE,
            "lines 3 and 4: School uses class Pupil and variable extra and calls count(int), which"
                + " are not defined yet; it works once their cells have run.\n");

    assertThat(notes("int mixed() {\n  late(1);\n  return later(\"\") + latest;\n}"))
        .containsExactly(
            "lines 2 and 3: mixed calls late(int) and later(String) and uses variable latest, which"
                + " are not defined yet; it works once their cells have run.\n");
  }

  @Test
  void a_variable_out_of_its_scope_is_told_where_it_is_known() {
    assertThat(
            notes(
                """
                void count() {
                  for (int i = 0; i < 3; i++) { }
                  System.out.println(i);
                }"""))
        .containsExactly(
            "line 3: count uses variable i, which is not known there: the i of line 2 is known only"
                + " in its loop\n");
    assertThat(notes("int inner() { if (true) { int t = 1; } return t; }"))
        .singleElement()
        .asString()
        .endsWith("the t of line 1 is known only in the { } around it\n");
    assertThat(
            notes(
                "class Pair {\n  void one(int argument) { }\n  int two() { return argument; }\n}"))
        .singleElement()
        .asString()
        .endsWith("the argument of line 2 is known only in its method\n");
  }

  @Test
  void what_a_class_does_not_have_is_not_said_to_come() {
    assertThat(notes("class Box { int width, height; void grow() { this.wdth++; } }"))
        .containsExactly("line 1: Box has no variable wdth; did you mean width?\n");

    cells.run("class Box { int width, height; Box inner; int area() { return width; } }");
    assertThat(notes("int areaOf(Box b) {\n  return b.width * b.hight;\n}"))
        .containsExactly("line 2: Box has no variable hight; did you mean height?\n");
    assertThat(notes("int first(List<Box> all) { return all.get(0).inner.aera(); }"))
        .containsExactly("line 1: Box has no method aera(); did you mean area?\n");
    assertThat(notes("int called(Box b) { return b.area; }"))
        .containsExactly("line 1: Box has no variable area; did you mean area()?\n");
    assertThat(notes("class Crate extends Box { int high() { return super.hight; } }"))
        .containsExactly("line 1: Box has no variable hight; did you mean height?\n");
    assertThat(notes("int far(Box b) { return b.weight(1); }"))
        .containsExactly(
            "line 1: Box has no method weight(int); it has area(), height, inner and width\n");
  }

  @Test
  void the_name_alone_is_meant_where_a_member_has_it_too() {
    cells.run("class Point { int x; }");

    assertThat(notes("int add(Point p) {\n  int sum = p.x;\n  return sum + x;\n}"))
        .containsExactly(
            "line 3: add uses variable x, which is not defined yet; it works once its cell has"
                + " run.\n");
  }

  @Test
  void a_class_without_the_call_of_a_constructor_that_it_needs_says_so() {
    cells.run("class Animal { Animal(String name) { } }");

    assertThat(notes("class Dog extends Animal { }"))
        .containsExactly(
            "line 1: Dog does not compile: constructor Animal needs (String), but is given no"
                + " arguments; call super(…) in the constructor first\n");
    assertThat(notes("class Cat extends Animal {\n  Cat() { }\n}"))
        .singleElement()
        .asString()
        .startsWith("line 2: Cat does not compile")
        .endsWith("call super(…) in the constructor first\n");
    assertThat(notes("class Zoo {\n  Animal a = new Animal();\n}"))
        .containsExactly(
            "line 2: Zoo does not compile: constructor Animal needs (String), but is given no"
                + " arguments\n");
  }

  @Test
  void code_behind_a_class_that_is_not_whole_is_told_the_reason_once() {
    String reason =
        "line 2: Person uses class string, which is not defined yet; did you mean String?";

    assertThat(
            cells
                .error("class Person {\n  private string name;\n}\nPerson p = new Person();")
                .traceback())
        .last()
        .asString()
        .startsWith(reason);
    assertThat(cells.notes).isEmpty();

    assertThat(cells.error("Person p = new Person();").traceback())
        .last()
        .asString()
        .startsWith("In [1] " + reason);
  }

  @Test
  void who_calls_what_is_not_whole_is_told_the_line_and_what_was_meant() {
    cells.run("class Person {\n  String name;\n  String get() { return nam; }\n}");

    assertThat(cells.error("new Person().get()").message())
        .startsWith("In [1] line 3: Person uses variable nam")
        .contains("did you mean name?");
  }

  @Test
  void what_is_there_and_not_whole_is_no_slip() {
    cells.run("class Parent { Nix n; }");
    cells.run("class Parents { }");

    assertThat(notes("class Child { Parent p; }"))
        .singleElement()
        .asString()
        .doesNotContain("did you mean");
  }
}
