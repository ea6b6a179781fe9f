package dev.flowcell.kernel.java.assist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavadocTest {

  @Test
  void code_keeps_its_braces_lines_and_angle_brackets() {
    assertThat(
            Javadoc.text(
                " Runs.\n\n <pre>{@code\n int f() {\n     log(\"{}\", 1);\n }\n }</pre>\n\n"
                    + " <p>Gives {@code List<String>}."))
        .isEqualTo("Runs.\n\nint f() {\n    log(\"{}\", 1);\n}\n\nGives List<String>.");
  }

  @Test
  void links_are_the_words_they_show() {
    assertThat(Javadoc.text("See {@link #show}, {@link Dog#bark(int)} and {@link Dog the dog}."))
        .isEqualTo("See show, Dog.bark(int) and the dog.");
  }

  @Test
  void type_parameters_are_told_as_the_others() {
    assertThat(Javadoc.text(" Runs.\n\n @param <R> what it gives\n @param  a   the first"))
        .isEqualTo("Runs.\n\n@param <R> what it gives\n@param a   the first");
  }

  @Test
  void a_return_in_braces_is_a_sentence() {
    assertThat(Javadoc.text("{@return the {@code name} of it}"))
        .isEqualTo("Returns the name of it");
  }

  @Test
  void tags_that_are_never_closed_end_with_the_comment() {
    assertThat(Javadoc.text("See {@code a < b")).isEqualTo("See a < b");
    assertThat(Javadoc.text("See {@link ")).isEqualTo("See");
  }
}
