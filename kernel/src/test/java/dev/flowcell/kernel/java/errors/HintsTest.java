package dev.flowcell.kernel.java.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cell that does not compile is told beside javac's words. */
class HintsTest {

  private static final Cells cells = new Cells();

  @AfterAll
  static void close() {
    cells.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.out.println(\"salt and pepper\")\nint b = 2;",
        "String q = \"this or that\"\nint b = 2;",
        "String q = \"We're not there\"\nint b = 2;",
        "int b = 1 // this and that\nint c = 2;"
      })
  void words_in_texts_and_comments_are_no_code(String code) {
    assertThat(cells.error(code).traceback()).last().asString().matches(" +\\^");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      textBlock =
          """
          if (n > 3 and n < 5) { }            | write && instead of 'and'
          boolean b = n > 3 or n < 1;         | write || instead of 'or'
          if (not true) { }                   | write ! instead of 'not'
          for x in xs:                        | write it so: for (var x : xs)
          for i in range(10):                 | write it so: for (int i = 0; i < 10; i++)
          if n > 3:                           | the condition stands in parentheses: if (n > 3)
          while n > 3 { n--; }                | the condition stands in parentheses: while (n > 3)
          if (n > 3): n--                     | braces stand around what belongs to it, no colon before it: { … }
          if (n > 3) then { }                 | there is no 'then' in Java: leave it out
          # a comment                         | a comment begins with //
          import numpy as np                  | Java imports classes: import java.util.List;
          from math import sqrt               | Java imports classes: import java.util.List;
          len("abc")                          | its length is "abc".length()
          len(numbers)                        | its length is numbers.length
          len(xs)                             | its size is xs.size()
          n ** 2                              | a power is written Math.pow(n, 2)
          String t = f"n is {n}";             | values are put into a text by "… %s …".formatted(value), or by +
          console.log("x")                    | did you mean System.out.println?
          """)
  void habits_of_other_languages_are_told_in_Java(String code, String advice) {
    declareSome();

    assertThat(cells.error(code).traceback()).contains(advice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          n--; }                              | no { belongs to this }
          System.out.println("("));           | no ( belongs to this )
          if (n > 2)) { }                     | no ( belongs to this )
          if (word = "a") { }                 | = gives a variable a value; to compare texts, write word.equals(…)
          char c = word[0];                   | a letter of a text is read by word.charAt(0)
          xs[0] = 3;                          | an element of a List is replaced by xs.set(0, …)
          ages["Ann"]                         | a number stands in brackets; if ages is a Map, ages.get(…) reads a value
          numbers = {4, 5};                   | only where an array is declared braces are enough: write new int[] {4, 5}
          numbers.sort()                      | did you mean Arrays.sort(…)?
          word > "abd"                        | texts are compared so: a.compareTo(b) > 0
          new Scanner()                       | to read what is typed, write new Scanner(System.in)
          Class Foo { }                       | write 'class' in small letters
          clas Foo { }                        | write 'class' instead of 'clas'
          viod work() { }                     | did you mean void?
          int big = 3000000000;               | too large for an int: write long big = 3000000000L
          long big = 3000000000;              | a number of type long ends with L
          for (String v : numbers) { }        | its elements are of another type: for (int v : …)
          for (int v : List.of(1.5)) { }      | its elements are of another type: for (Double v : …)
          Math.PI()                           | did you mean PI, without parentheses?
          word.substr(1)                      | did you mean substring?
          List.of(Path.of("a")).forEach(Files::size); | write a lambda instead, and catch it there with try … catch
          """)
  void a_slip_is_told_with_what_mends_it(String code, String advice) {
    declareSome();

    assertThat(cells.error(code).traceback()).contains(advice);
  }

  private static void declareSome() {
    cells.run("int n = 4; String word = \"abc\"; int[] numbers = {1, 2};");
    cells.run("Map<String, Integer> ages = Map.of();");
    cells.run("List<Integer> xs = new ArrayList<>(); import java.nio.file.*;");
  }

  @ParameterizedTest
  @CsvSource({
    "'max(3, 4)', Math.max",
    "random(), Math.random",
    "'parseInt(\"3\")', Integer.parseInt",
    "isDigit('3'), Character.isDigit",
    "twice(3), twice.apply(…)",
    "always(), always.get()"
  })
  void a_method_without_its_object_or_class_is_told_with_it(String code, String meant) {
    cells.run("import java.util.function.*;");
    cells.run(
        "Function<Integer, Integer> twice = x -> 2 * x; Supplier<String> always = () -> \"\";");

    assertThat(cells.error(code).traceback()).endsWith("did you mean " + meant + "?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void count(int[] a) { for (int i = 0; i < a.@lenght; i++) { a[i] = 0; } }",
        "void find(String a) { for (int i = 0; i < 3; i++) { if (a.@lenght() == 1) { return; } } }"
      })
  void a_near_member_is_found_in_the_midst_of_a_method(String code) {
    assertThat(cells.error(code.replace("@", "")).traceback()).endsWith("did you mean length?");
  }

  @Test
  void a_value_for_a_function_of_Tablesaw_is_told_as_a_variable_that_nobody_declares() {
    try (Cells lesson = new Cells("static tech.tablesaw.aggregate.AggregateFunctions.*")) {
      String message =
          "no cell declares a variable sum: this is Tablesaw's sum, as in"
              + " table.summarize(\"points\", sum).by(\"group\")";

      assertThat(lesson.error("sum = 5;").traceback())
          .endsWith("    sum = 5;", "    ^", "a new variable needs a type: var sum = …")
          .first()
          .asString()
          .endsWith("line 1, column 1: " + message);
      for (String code : List.of("sum += 3;", "sum++", "void add(int n) { sum += n; }")) {
        assertThat(lesson.error(code).message()).isEqualTo(message);
        assertThat(lesson.error(code).traceback())
            .endsWith("a variable has to be declared before: int sum = 0;");
      }
      assertThat(lesson.error("int total = 0; total += sum;").traceback()).endsWith(message);
      assertThat(lesson.error("max(3, 4)").traceback()).endsWith("did you mean Math.max?");
      assertThat(lesson.error("void f() { final int sum = 1; sum = 2; }").message())
          .isEqualTo("cannot assign a value to final variable sum");
    }
  }

  @Test
  void what_a_lambda_throws_is_to_be_caught_within_it() {
    String within = "a lambda cannot hand it on: catch it within the lambda with try … catch";
    String method =
        "catch it with try … catch, or write 'throws InterruptedException' behind the method's"
            + " parameters";

    assertThat(cells.error("Runnable r = () -> Thread.sleep(5);").traceback()).endsWith(within);
    assertThat(
            cells.error("Runnable r = () -> {\n  int a = 5;\n  Thread.sleep(a);\n};").traceback())
        .endsWith(within);
    assertThat(
            cells
                .error("void f(int n) { switch (n) { case 1 -> Thread.sleep(5); default -> { } } }")
                .traceback())
        .endsWith(method);
    assertThat(cells.error("void f() { Runnable r = () -> { }; Thread.sleep(5); }").traceback())
        .endsWith(method);
  }

  @Test
  void a_switch_names_the_constants_it_misses() {
    cells.run("enum Light { RED, AMBER, GREEN } Light light = Light.RED;");
    String advice = "add the missing AMBER, GREEN, or default -> …";

    assertThat(cells.error("int w = switch (light) { case RED -> 1; };").traceback())
        .endsWith(advice);
    assertThat(
            cells.error("int w(Light l) { return switch (l) { case RED: yield 1; }; }").traceback())
        .endsWith(advice);
    assertThat(cells.error("int w = switch (1 + 1) { case 1 -> 1; };").traceback())
        .endsWith("add the missing cases, or default -> …");
  }

  @Test
  void errors_that_only_follow_from_the_first_are_left_away() {
    for (String code :
        List.of("while (false) { int a = 3; }", "int class = 3;", "int 2x = 3;", "viod f() { }")) {
      assertThat(cells.error(code).traceback()).noneMatch(line -> line.contains("more error"));
    }
  }

  @Test
  void an_else_without_its_if_has_its_place() {
    assertThat(cells.error("if (1 > 2) { } int a = 1; else a = 2;").traceback())
        .containsExactly(
            cells.name() + " line 1, column 27: 'else' without 'if'",
            "    if (1 > 2) { } int a = 1; else a = 2;",
            " ".repeat(4 + 26) + "^");
  }

  @Test
  void of_two_types_of_a_name_that_of_the_collections_is_proposed() {
    try (Cells windows = new Cells("java.awt.*")) {
      assertThat(windows.error("List<String> names = null;").traceback())
          .endsWith("add the line: import java.util.List;");
    }
  }
}
