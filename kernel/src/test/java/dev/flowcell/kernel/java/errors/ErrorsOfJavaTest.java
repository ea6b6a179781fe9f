package dev.flowcell.kernel.java.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exceptions that Java's own methods throw. */
class ErrorsOfJavaTest {

  private static final Cells cells = new Cells();

  @BeforeAll
  static void imports() {
    cells.run("import java.nio.file.*;");
  }

  @AfterAll
  static void close() {
    cells.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "abc".charAt(5)                                   | java.lang.String.charAt(
          "abc".substring(3, 1)                             | java.lang.String.substring(
          Integer.parseInt("x")                             | java.lang.Integer.parseInt(
          List.of("x").forEach(Integer::parseInt)           | java.lang.Integer.parseInt(
          List.of("x").stream().map(Integer::parseInt).toList() | java.lang.Integer.parseInt(
          new java.io.FileInputStream("/no/such/file")      | new java.io.FileInputStream(
          Files.readString(Path.of("/no/such/file"))        | java.nio.file.Files.readString(
          List.of(1).add(2)                                 | java.util.Collection.add
          new ArrayList<>().iterator().next()               | java.util.Iterator.next
          new Scanner("x").nextInt()                        | java.util.Scanner.nextInt(
          String.format("%d", "x")                          | java.lang.String.format(
          """)
  void the_method_is_named_that_the_cell_called(String code, String method) {
    assertThat(cells.error(code).traceback())
        .anyMatch(line -> line.startsWith("    thrown by " + method));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          new Scanner("x").nextInt()                        | what was read is not of the kind asked for
          List.of(1).add(2)                                 | what List.of, Map.of and Arrays.asList make cannot be changed so: make a copy that can, as with new ArrayList<>(…)
          new Stack<Integer>().pop()                        | the stack is empty
          new ArrayList<>().iterator().next()               | there is no element, or none any more
          List.of(1).contains(null)                         | null cannot be given here
          """)
  void an_exception_without_a_message_is_explained(String code, String words) {
    assertThat(cells.error(code).traceback()).endsWith(words);
  }

  @Test
  void a_list_changed_in_its_loop_is_explained() {
    assertThat(
            cells
                .error(
                    "List<Integer> all = new ArrayList<>(List.of(1, 2, 3));\n"
                        + "for (int each : all) all.remove(0);")
                .traceback())
        .endsWith("a collection was changed while something went through it");
  }

  @Test
  void an_exception_that_a_cell_throws_itself_is_left_to_it() {
    assertThat(cells.error("throw new java.util.NoSuchElementException();").traceback())
        .containsExactly("NoSuchElementException", "    at " + cells.place(1));
  }
}
