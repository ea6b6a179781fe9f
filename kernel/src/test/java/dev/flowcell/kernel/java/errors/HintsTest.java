package dev.flowcell.kernel.java.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
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
}
