package dev.flowcell.render.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GlyphsTest {

  @Test
  void draws_the_languages_it_promises() {
    Glyphs glyphs = Glyphs.regular();
    String promised = "Aß ñ Łódź Ελλάδα Россия “–” € ≤ → ½ x² Việt";
    String shape = bounds(glyphs, promised);
    assertThat(shape).isNotEqualTo(bounds(glyphs, promised.replaceAll("\\S", "\ufffd")));
    promised
        .chars()
        .filter(c -> c != ' ')
        .forEach(
            c ->
                assertThat(bounds(glyphs, Character.toString(c)))
                    .as(Character.toString(c))
                    .isNotEqualTo(bounds(glyphs, "\ufffd")));
  }

  @Test
  void an_unknown_character_is_the_replacement_character() {
    assertThat(bounds(Glyphs.bold(), "日")).isEqualTo(bounds(Glyphs.bold(), "\ufffd"));
    assertThat(Glyphs.regular().width("😀", 10)).isEqualTo(Glyphs.regular().width("\ufffd", 10));
  }

  @Test
  void a_letter_and_its_accent_are_drawn_as_one() {
    assertThat(bounds(Glyphs.regular(), "e\u0301")).isEqualTo(bounds(Glyphs.regular(), "é"));
  }

  @Test
  void text_grows_with_its_size() {
    assertThat(Glyphs.regular().width("abc", 20))
        .isEqualTo(2 * Glyphs.regular().width("abc", 10))
        .isLessThan(Glyphs.bold().width("abc", 20));
  }

  private static String bounds(Glyphs glyphs, String text) {
    return glyphs.shape(text, 100).getBounds2D().toString();
  }
}
