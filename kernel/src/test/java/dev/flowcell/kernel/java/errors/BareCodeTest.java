package dev.flowcell.kernel.java.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BareCodeTest {

  @Test
  void texts_and_characters_keep_their_quotes_and_their_length() {
    assertThat(BareCode.of("f(\"a \\\" b\", 'c', \"\")")).isEqualTo("f(\"······\", '·', \"\")");
    assertThat(BareCode.of("a = \"open\nb")).isEqualTo("a = \"····\nb");
  }

  @Test
  void lines_of_text_blocks_and_comments_stay_lines() {
    assertThat(BareCode.of("\"\"\"\nif\n\"\"\";")).isEqualTo("\"··\n··\n··\";");
    assertThat(BareCode.of("a // or\n/* \"\n */ b")).isEqualTo("a      \n    \n    b");
  }
}
