package dev.flowcell.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearMatchTest {

  private static final List<String> NAMES =
      List.of("Stream", "String", "Matcher", "Collectors", "year", "%task");

  @ParameterizedTest
  @CsvSource({
    "Sting, String",
    "STRING, String",
    "Strnig, String",
    "Colectros, Collectors",
    "ollectors, Collectors",
    "yaer, year",
    "%taks, %task"
  })
  void a_slip_of_the_keyboard_is_known(String word, String meant) {
    assertThat(NearMatch.of(word, NAMES)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"Team", "Father", "tree", "Collection", "x"})
  void another_word_is_not_taken_for_a_slip(String word) {
    assertThat(NearMatch.of(word, NAMES)).isEmpty();
  }
}
