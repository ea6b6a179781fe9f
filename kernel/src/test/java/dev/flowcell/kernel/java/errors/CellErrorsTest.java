package dev.flowcell.kernel.java.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellSource;
import dev.flowcell.kernel.java.Cells;
import dev.flowcell.kernel.java.Libraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.Opcodes;

class CellErrorsTest {

  private static final Cells cells = new Cells();

  @AfterAll
  static void close() {
    cells.close();
  }

  @BeforeEach
  void forget_notes() {
    cells.notes.clear();
  }

  @Test
  void a_package_behind_other_code_is_to_be_left_out() {
    CellError error = cells.error("import java.util.List;\npackage org.example;\nclass Whole {}");

    assertThat(error.traceback())
        .anyMatch(
            line -> line.endsWith("line 2, column 1: cells have no package: leave this line out"))
        .contains("    package org.example;");
  }

  @Test
  void an_unknown_method_shows_line_column_caret_and_a_near_name() {
    cells.run("int cleanData(int raw) { return raw; }");

    CellError error = cells.error("int fine = 1;\nint y =\n  cleanDat(fine);");

    assertThat(error.name()).isEqualTo("CompileError");
    assertThat(error.message()).isEqualTo("cannot find symbol: method cleanDat(int)");
    assertThat(error.traceback())
        .containsExactly(
            cells.name() + " line 3, column 3: cannot find symbol: method cleanDat(int)",
            "      cleanDat(fine);",
            "      ^",
            "did you mean cleanData?");
  }

  @Test
  void a_local_variable_that_is_null_is_named() {
    CellError error =
        cells.error(
            "int length(String text) { String copy = text; return copy.length(); }\nlength(null)");

    assertThat(error.message())
        .isEqualTo("Cannot invoke \"String.length()\" because \"copy\" is null");
    assertThat(cells.error("for (int i = 0; i < 1; i++) { int[] row = null; row[i]++; }").message())
        .endsWith("because \"row\" is null");
  }

  @Test
  void an_unknown_member_shows_what_its_type_offers() {
    CellError error = cells.error("\"abc\".lenght();");

    assertThat(error.message()).contains("lenght()").contains("String");
    assertThat(error.traceback()).contains("did you mean length?").contains("          ^");
  }

  @Test
  void a_missing_semicolon_is_reported_where_it_is_missing() {
    CellError error = cells.error("int a = 1\nint b = 2;");

    assertThat(error.traceback())
        .containsExactly(
            cells.name() + " line 1, column 10: ';' expected", "    int a = 1", "             ^");
  }

  @Test
  void an_unclosed_block_is_reported() {
    assertThat(cells.error("void f() {\n  int x = 1;").message())
        .isEqualTo("reached end of file while parsing");
  }

  @Test
  void an_unclosed_comment_is_reported_before_anything_runs() {
    CellError error = cells.error("int ran = 1;\n/* open");

    assertThat(error.message()).isEqualTo("unclosed comment");
    assertThat(error.traceback())
        .containsExactly(
            cells.name() + " line 2, column 1: unclosed comment", "    /* open", "    ^");
    assertThat(cells.error("ran").message()).contains("cannot find symbol");
  }

  @Test
  void a_checked_exception_that_nobody_catches_is_named() {
    CellError error = cells.error("void read() {\n  throw new java.io.IOException();\n}");

    assertThat(error.traceback().get(0))
        .startsWith(cells.name() + " line 2, column 3: unreported exception")
        .contains("IOException");
  }

  @Test
  void columns_behind_a_hidden_name_are_those_of_the_cell() {
    CellError error =
        Cells.error(
            cells.run(
                "int work(int n) { return m; }", "int work$task(int n) { return \"\" - 1; }"));

    assertThat(error.traceback().get(0)).contains("line 1, column 29");
  }

  @Test
  void a_stack_trace_names_cells_and_their_lines() {
    cells.run(
        "// a comment\n\nint fails(int depth) {\n  if (depth == 0)\n    throw new IllegalStateException(\"boom\"); // now\n  return fails(depth - 1);\n}");
    String declared = cells.place(5);
    String recursive = cells.place(6);

    CellError error = cells.error("int x = 1;\n\nfails(x);");

    assertThat(error.name()).isEqualTo("IllegalStateException");
    assertThat(error.message()).isEqualTo("boom");
    assertThat(error.traceback())
        .containsExactly(
            "IllegalStateException: boom",
            "    at fails (" + declared + ")",
            "    at fails (" + recursive + ")",
            "    at " + cells.place(3));
  }

  @Test
  void native_stack_traces_name_the_cell_too() {
    cells.run("Throwable here() {\n  return new Throwable();\n}");

    assertThat(String.valueOf(cells.value("here().getStackTrace()[0]"))).contains("here(" + "In [");
  }

  @Test
  void lines_stay_right_in_classes_lambdas_variables_and_relinked_methods() {
    cells.run(
        "class Person {\n  String name;\n  String shout() {\n    return name.strip();\n  }\n}");
    String shout = cells.place(4);
    assertThat(cells.error("new Person().shout();").traceback())
        .contains("    at Person.shout (" + shout + ")");

    cells.run("Runnable task =\n  () -> {\n    throw new RuntimeException(\"in lambda\");\n  };");
    String lambda = cells.place(3);
    assertThat(cells.error("task.run();").traceback().get(1)).isEqualTo("    at " + lambda);

    assertThat(cells.error("\nint z =\n  Integer.parseInt(\"z\");").traceback())
        .contains("    at " + cells.place(3));

    cells.run("int inner() { return 1; }");
    cells.run("int outer() {\n  int n = inner();\n  throw new RuntimeException();\n}");
    String outer = cells.place(3);
    cells.run("long inner() { return 2; }\n");
    cells.run("int inner() { return 3; }\n");
    assertThat(cells.error("outer();").traceback()).contains("    at outer (" + outer + ")");
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_25) // earlier ones refuse such overloads in several snippets
  void overloads_that_call_each_other_keep_their_lines() {
    cells.run(
        "int over(int a) {\n  return 100 / a;\n}\n"
            + "int over(String a) {\n  return over(a.length());\n}");
    String one = cells.place(2);
    String two = cells.place(5);

    assertThat(cells.error("over(\"\");").traceback())
        .contains("    at over (" + one + ")", "    at over (" + two + ")");
  }

  @Test
  void hidden_methods_read_as_the_user_wrote_them() {
    cells.run(
        "int half(int n) {\n  return 1 / n;\n}",
        "int half$task(int n) {\n  return 1 / n;\n} int half(int n) { return half$task(n); }");
    String place = cells.place(2);

    assertThat(cells.error("half(0);").traceback()).contains("    at half (" + place + ")");
  }

  @Test
  void causes_are_kept_and_library_frames_cut() {
    CellError error =
        cells.error(
            "try {\n  Integer.parseInt(\"x\");\n} catch (Exception e) {\n  throw new IllegalStateException(\"bad\", e);\n}");

    assertThat(error.traceback())
        .contains(
            "IllegalStateException: bad",
            "    at " + cells.place(4),
            "caused by NumberFormatException: For input string: \"x\"",
            "    at " + cells.place(2));
    assertThat(String.join("\n", error.traceback())).doesNotContain("reflect", "dev.flowcell");
  }

  @Test
  void an_exception_whose_message_throws_is_shown_all_the_same() {
    CellError error =
        cells.error(
            """
            class Rude extends RuntimeException {
              public String getMessage() { throw new RuntimeException(); }
              public String toString() { throw new RuntimeException(); }
            }
            throw new Rude();""");

    assertThat(error.name()).isEqualTo("Rude");
    assertThat(error.message()).contains("getMessage failed");
  }

  @Test
  void a_call_of_something_not_yet_defined_is_noted_and_works_later() {
    cells.run("int pipeline(int n) { return report(n, \"x\"); }");
    String note =
        "line 1: pipeline calls report(int,String), which is not defined yet; it works once its cell has"
            + " run.";
    assertThat(cells.notes).containsExactly(note + "\n");

    assertThat(cells.error("pipeline(1);").message()).endsWith("] " + note);

    cells.run("int report(int n, String s) { return n; }");
    assertThat(cells.value("pipeline(7)")).isEqualTo(7);
    assertThat(cells.notes).hasSize(1);
  }

  @Test
  void a_later_cell_is_told_why_it_cannot_have_what_is_not_whole() {
    String zoo =
        "line 1: Zoo uses class Anmal, which is not defined yet; it works once its cell has run.";
    cells.run("class Zoo { Anmal a; }");
    cells.run("int visit(Zoo zoo) { return 1; }");

    assertThat(cells.error("new Zoo()").traceback()).last().asString().endsWith("] " + zoo);
    assertThat(cells.error("Zoo.open()").traceback()).last().asString().endsWith("] " + zoo);
    assertThat(cells.error("visit(null)").traceback())
        .anyMatch(
            line ->
                line.endsWith(
                    "] line 1: visit uses class Zoo, which is not defined yet; it works once its cell"
                        + " has run."))
        .last()
        .asString()
        .endsWith("] " + zoo);
  }

  @Test
  void what_is_not_whole_is_told_once_in_a_cell_and_also_where_two_miss_each_other() {
    assertThat(
            cells
                .error("class Left { Right r; Nix n; }\nclass Right { Left l; }\nnew Left()")
                .traceback())
        .filteredOn(line -> line.startsWith("line 1: Left uses class "))
        .hasSize(1);
    assertThat(cells.notes).isEmpty();

    assertThat(cells.error("new Right()").traceback())
        .anyMatch(line -> line.contains("] line 1: Left uses ") && line.contains("class Nix"));
  }

  @Test
  void a_function_of_tablesaw_in_place_of_a_variable_is_told() {
    try (Cells lesson = new Cells("static tech.tablesaw.aggregate.AggregateFunctions.*")) {
      String advice =
          "no cell declares a variable sum: this is Tablesaw's sum, as in"
              + " table.summarize(\"points\", sum).by(\"group\")";

      assertThat(lesson.error("int res = sum;").traceback()).contains(advice);
      assertThat(lesson.error("sum + 1").traceback()).contains(advice);
      assertThat(lesson.error("if (sum > 3) { }").traceback()).contains(advice);
    }
  }

  @Test
  void what_one_cell_defines_in_any_order_is_not_noted() {
    cells.run("int early() { return late$task(); }\nint late$task() { return 1; }");
    cells.run("int early() { return late$task(); }\nint late$task() { return 2; }");

    assertThat(cells.notes).isEmpty();
    assertThat(cells.value("early()")).isEqualTo(2);
  }

  @Test
  void a_declaration_that_breaks_another_is_noted() {
    cells.run("int used(int n) { return n; }");
    cells.run("int user() { return used(1); }");

    cells.run("class Dummy {}");
    assertThat(cells.notes).isEmpty();
    cells.run("String used(int n) { return \"\"; }");

    assertThat(cells.notes).hasSize(1);
    assertThat(cells.notes.get(0))
        .contains("] line 1: user does not fit to what the session declares (incompatible types")
        .endsWith("; change it and run its cell again\n");
  }

  @Test
  void a_generic_class_is_declared_again_though_javac_breaks_off_at_a_method_that_returns_it() {
    cells.run("class Crate<T> { T content; }");
    cells.run("Crate<String> full = new Crate<>();");
    cells.run("Crate<String> fill() { return new Crate<>(); }");

    cells.run("class Crate<A, B> { A first; B second; int size = 2; }");

    assertThat(cells.notes)
        .contains(
            "fill does not fit to this any more and is gone; change it and run its cell again\n");
    assertThat(cells.value("new Crate<String, Integer>().size")).isEqualTo(2);
    cells.run("Crate<String, Integer> fill() { return new Crate<>(); }");
    assertThat(cells.value("fill().size")).isEqualTo(2);
  }

  @Test
  void a_cell_that_fails_says_nothing_beside_its_error() {
    cells.error(
        "int caller() { return declaredBelow(); }\nint x = 1 / 0;\nint declaredBelow() { return 1; }");
    assertThat(cells.notes).isEmpty();

    CellSource cell = new CellSource("", 1, "");
    assertThat(cells.evaluator.declares(cell, "int again() { return notYetThere(); }")).isTrue();
    assertThat(cells.evaluator.declares(cell, "int again() { return true; }")).isFalse();
    assertThat(cells.notes).isEmpty();
  }

  @Test
  void a_type_that_is_not_whole_is_explained_beside_the_error_that_names_it() {
    CellError error = cells.error("class Kind { @Missing int t() { return 1; } }\nnew Kind().t()");

    assertThat(error.message()).isEqualTo("cannot find symbol: class Kind");
    assertThat(error.traceback()).last().asString().startsWith("line 1: Kind uses class Missing");
    assertThat(cells.notes).isEmpty();
    assertThat(cells.error("new Q();").traceback())
        .noneMatch(line -> line.equals("did you mean ?"));
  }

  @Test
  void columns_behind_what_was_put_into_a_header_are_those_of_the_cell() {
    CellError error =
        Cells.error(
            cells.run(
                "int größe(int n) { return \"\" - 1; }",
                "int größe$task(int n) throws/*$*/Exception { return \"\" - 1; }"));

    assertThat(error.traceback().get(0)).contains("line 1, column 30:");
    assertThat(error.traceback()).contains(" ".repeat(4 + 29) + "^");
  }

  @Test
  void a_trace_has_one_frame_for_a_tracked_call() {
    RuntimeException thrown = new RuntimeException("no");
    thrown.setStackTrace(
        new StackTraceElement[] {
          frame("REPL.$JShell$3", "lambda$parse$task$1", "In [6]", 3),
          frame("java.util.ArrayList", "forEach", "ArrayList.java", 1511),
          frame("REPL.$JShell$3", "parse$task", "In [6]", 2),
          frame("REPL.$JShell$4", "lambda$parse$0", "In [6]", 4),
          frame("dev.flowcell.engine.Engine", "attempt", "Engine.java", 12),
          frame("dev.flowcell.TrackedCall", "call", "TrackedCall.java", 34),
          frame("REPL.$JShell$4", "parse", "In [6]", 4),
          frame("REPL.$JShell$5", "do_it$", "In [8]", 1)
        });

    assertThat(cells.evaluator.describe(thrown).traceback())
        .containsExactly(
            "RuntimeException: no",
            "    at parse (In [6]:3)",
            "    at parse (In [6]:2)",
            "    at In [8]:1");
  }

  @Test
  void wrong_arguments_show_those_that_are_needed() {
    cells.run("int area(int width, String unit) { return width; }");

    assertThat(cells.error("area(1)").message())
        .isEqualTo("method area needs (int, String), but is given (int)");
    assertThat(cells.error("Math.max(\"a\", 2)").traceback())
        .contains("there is:", "    Math.max(int, int)", "    Math.max(double, double)");
  }

  @Test
  void types_that_do_not_fit_are_told_by_their_short_names() {
    assertThat(cells.error("List<String> names = List.of(1);").message())
        .isEqualTo("incompatible types: expected String, found Integer");
    assertThat(
            cells.error("java.util.Date d = new java.sql.Date(0);\njava.sql.Date e = d;").message())
        .isEqualTo("incompatible types: java.util.Date cannot be converted to java.sql.Date");
    assertThat(cells.error("List<int> xs = null;").traceback())
        .contains("write Integer instead of int");
  }

  @Test
  void a_magic_in_the_midst_of_java_is_told_where_it_could_stand() {
    String hint = "a magic stands on a line of its own, between statements, not within { } or ( )";

    assertThat(cells.error("if (true) {\n  %time 1\n}").traceback()).endsWith(hint);
    assertThat(cells.error("int a = 1; %help").traceback()).endsWith(hint);
    assertThat(cells.error("int b = 1 + ;").traceback()).doesNotContain(hint);
  }

  @Test
  void a_class_without_a_package_cannot_be_imported(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("plain.jar");
    Libraries.write(jar, Opcodes.V11, "Unpacked");
    cells.evaluator.addToClasspath(List.of(jar));

    assertThat(cells.error("Unpacked.hi()").traceback())
        .endsWith(
            "the class Unpacked has no package, and cells can't see such classes: give it one");
  }

  @Test
  void what_may_have_been_meant_is_proposed() {
    assertThat(cells.error("LocalDate.now()").traceback())
        .contains("add the line: import java.time.LocalDate;");
    assertThat(cells.error("total = 5").traceback())
        .contains("a new variable needs a type: var total = …");
    assertThat(cells.error("\"abc\".length").traceback()).contains("did you mean length()?");
    assertThat(cells.error("new int[2].length()").traceback())
        .contains("did you mean length, without parentheses?");
    assertThat(cells.error("sqrt(2)").traceback()).contains("did you mean Math.sqrt?");
  }

  @Test
  void later_errors_take_a_line_each() {
    CellError error =
        cells.error("class Two {\n  int a = \"x\";\n  int b = nowhere;\n  String c = 1;\n}");

    assertThat(error.traceback())
        .endsWith(
            "and 2 more errors:",
            "    line 3: cannot find symbol: variable nowhere in class Two",
            "    line 4: incompatible types: int cannot be converted to String");
  }

  @Test
  void messages_of_the_jvm_name_what_the_cells_named() {
    cells.run("String text = null; class Plain {} Object plain = new Plain();");

    assertThat(cells.error("text.length()").message())
        .isEqualTo("Cannot invoke \"String.length()\" because \"text\" is null");
    assertThat(cells.error("(String) plain").message()).isEqualTo("Plain cannot be cast to String");
    cells.run("class Plain { int more; }");
    assertThat(cells.error("(Plain) plain").message())
        .isEqualTo("this Plain is from before its cell ran again; make it anew");
  }

  @Test
  void an_endless_recursion_is_short() {
    CellError error = cells.error("int deeper(int n) { return 1 + deeper(n); }\ndeeper(0)");

    assertThat(error.message()).isEqualTo("calls went too deep: does the recursion end?");
    assertThat(error.traceback()).hasSizeLessThan(5);
    assertThat(error.traceback().get(1)).contains("deeper (" + cells.place(1) + ") (");
  }

  @Test
  void an_assertion_that_does_not_hold_fails_its_cell() {
    assertThat(cells.error("assert 1 > 2 : \"so\";").message()).isEqualTo("so");
  }

  private static StackTraceElement frame(String type, String method, String file, int line) {
    return new StackTraceElement(type, method, file, line);
  }

  @Test
  void a_library_for_a_newer_java_is_named_with_that_version(@TempDir Path folder)
      throws IOException {
    Path jar = folder.resolve("library-2.0.jar");
    Libraries.write(jar, 99, "newer/Thing");
    cells.evaluator.addToClasspath(List.of(jar));

    CellError error = cells.error("newer.Thing thing = null;");

    assertThat(error.message())
        .isEqualTo(
            "library-2.0.jar needs Java 55, this kernel runs on Java %d",
            Runtime.version().feature());
    assertThat(error.traceback()).anyMatch(line -> line.contains("an older version"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          int q = 1; if (q = 2) { }         | = gives a variable a value; to compare, write ==
          int n = "5";                      | a number stands without quotes
          char c = "a";                     | a char stands in single quotes: 'a'
          String s = 'a';                   | text stands in double quotes: "a"
          String s = 5;                     | String.valueOf(…) makes a text of it
          float f = 1.5;                    | a number of type float ends with f: 1.5f
          println("x")                      | did you mean System.out.println?
          let x = 5;                        | did you mean var?
          boolean b = True;                 | did you mean true?
          system.out.println("x");          | did you mean System?
          import java.utl.List;             | did you mean java.util?
          int 2x = 5;                       | a name cannot begin with a digit
          int class = 5;                    | 'class' is a word of Java's own and cannot be a name
          double d = 3,14;                  | numbers have a decimal point: 3.14
          int[] a = [1, 2];                 | an array's elements stand in braces: {1, 2, 3}
          int a[3];                         | an array is made so: int[] a = new int[3];
          for (int i in List.of(1)) { }     | write it so: for (int i : List)
          for (int i = 0, i < 3, i++) { }   | the parts of a for stand between semicolons: for (int i = 0; i < 3; i++)
          twice(int a) { return a; }        | a method begins with the type it gives back, or with void: void twice(…)
          int add(int a, b) { return a; }   | each parameter has a type of its own: int a, int b
          class C { int a = 1; a = 2; }     | statements stand in a method, not in the class itself
          List.of(1).map(x -> x)            | did you mean stream().map?
          "abc".size()                      | did you mean length()?
          new List<String>()                | write new ArrayList<>()
          String s = “hello”;               | these are quotes of a text processor: write the straight ones, " and '
          String s = "C:\\users";            | a backslash in a text is written twice: "C:\\\\data"
          Public class X { }                | words of Java's own are written in small letters, 'Public' too
          JFrame frame = null;              | add the line: import javax.swing.JFrame;
          int sum = 1 +                     | the code ends in the middle of a statement
          """)
  void a_beginners_slip_is_told_with_what_helps(String code, String advice) {
    assertThat(cells.error(code).traceback()).contains(advice);
  }

  @Test
  void a_constant_that_misses_its_enum_and_a_class_called_without_new_are_recognised() {
    cells.run("enum Colour { RED } class Point { Point(int x) { } }");

    assertThat(cells.error("Colour c = RED;").traceback()).contains("did you mean Colour.RED?");
    assertThat(cells.error("Point p = Point(1);").traceback())
        .contains("did you mean new Point(…)?");
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20) // later ones take it
  void a_case_that_names_its_enum_is_told_to_leave_it_out() {
    cells.run("enum Signal { RED }");

    assertThat(cells.error("switch (Signal.RED) { case Signal.RED: break; }").traceback())
        .contains("only the constant stands there: case RED");
  }

  @Test
  void names_in_any_alphabet_are_told_in_one_line() {
    assertThat(cells.error("1 + β").message()).isEqualTo("cannot find symbol: variable β");
  }

  @Test
  void a_method_with_a_name_of_every_object_is_refused_without_a_word_of_JShell() {
    CellError error = cells.error("public String toString() { return \"\"; }");

    assertThat(error.message())
        .isEqualTo("a method of a cell cannot have a name that every object's method has");
  }

  @Test
  void what_a_declaration_misses_is_told_with_what_may_have_been_meant() {
    cells.run("int helper(int a) { return a; }");
    cells.run("void typo() { Strng s = \"\"; }");
    cells.run("void today() { LocalDate d = LocalDate.now(); }");
    cells.run("int nearly() { return helpr(3); }");
    cells.run("void hello() { println(1); }");

    assertThat(cells.notes)
        .satisfiesExactly(
            note -> assertThat(note).contains("; did you mean String?"),
            note ->
                assertThat(note)
                    .startsWith("line 1: today uses class LocalDate, which")
                    .endsWith("Or add the line: import java.time.LocalDate;\n"),
            note -> assertThat(note).contains("; did you mean helper?"),
            note -> assertThat(note).contains("; did you mean System.out.println?"));
  }

  @Test
  void what_closing_a_resource_threw_is_told_too() {
    CellError error =
        cells.error(
            "try (AutoCloseable c = () -> { throw new Exception(\"close\"); }) {\n"
                + "  throw new IllegalStateException(\"body\"); }");

    assertThat(error.traceback())
        .containsExactly(
            "IllegalStateException: body",
            "    at " + cells.place(2),
            "    also thrown: Exception: close",
            "        at " + cells.place(1));
  }

  @Test
  void a_constructor_is_shown_as_it_is_called() {
    CellError error =
        cells.error("class Fussy { Fussy() { throw new IllegalStateException(); } }\nnew Fussy()");

    assertThat(error.traceback()).contains("    at new Fussy (" + cells.place(1) + ")");
  }

  @Test
  void two_names_on_two_lines_are_no_declaration_where_the_first_is_a_variable() {
    cells.run("int upper = 5, lower = 6;");

    assertThat(cells.error("upper // five\nlower").traceback())
        .endsWith("    upper // five", "         ^")
        .first()
        .asString()
        .endsWith("line 1, column 6: ';' expected");
    assertThat(cells.value("lower")).isEqualTo(6);
  }
}
