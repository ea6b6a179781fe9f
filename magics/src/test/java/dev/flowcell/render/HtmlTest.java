package dev.flowcell.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {

  @Test
  void escapes_everything_that_could_open_a_tag_or_close_a_quote() {
    String raw = "<b title='x'>\"a\" & b</b>";

    String expected = "&lt;b title=&#39;x&#39;&gt;&quot;a&quot; &amp; b&lt;/b&gt;";
    assertThat(Html.text(raw)).isEqualTo(expected);
    assertThat(Html.attribute(raw)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'a\u0000b\u0007c\u009f', abc",
    "'\u001b[31mred\u001b[0m', red",
    "'open \u001b[31', 'open '",
    "'\u001bc', c",
    "'\u202eevil\u2066', evil",
    "'half \ud800 pair', 'half \ufffd pair'",
    "'\ud83d\ude00', '\ud83d\ude00'",
    "'שלום', 'שלום'",
    "'tab\tstays', 'tab\tstays'",
  })
  void drops_what_a_reader_would_not_see(String raw, String shown) {
    assertThat(Html.text(raw)).isEqualTo(shown);
  }

  @Test
  void makes_every_kind_of_line_end_one_line_end() {
    assertThat(Html.text("a\r\nb\rc\nd")).isEqualTo("a\nb\nc\nd");
    assertThat(Html.attribute("a\r\nb\rc\nd")).isEqualTo("a&#10;b&#10;c&#10;d");
  }
}
