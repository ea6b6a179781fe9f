package dev.flowcell.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachePolicyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "inputs | inputs",
        "source | source",
        "inputs+source | inputs+source",
        "source + inputs | inputs+source",
        "inputs - verbose | inputs-verbose",
        "inputs - \"verbose\" - 'debug' | inputs-verbose,debug",
        "inputs+source-verbose,debug | inputs+source-verbose,debug",
        "inputs - verbose + source | inputs+source-verbose",
      })
  void a_policy_is_read_in_each_of_its_spellings(String written, String plain) {
    assertThat(CachePolicy.parse(written)).hasToString(plain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input | did you mean inputs?",
        "inputs+sorce | did you mean source?",
        "none | needs inputs, source or inputs+source, not 'none'",
        "inputs source | needs a policy such as",
        "inputs- | needs a policy such as",
        "+inputs | needs a policy such as",
        "-verbose | needs a policy such as",
        "source-verbose | does not look at inputs",
      })
  void what_is_no_policy_is_refused_in_words(String written, String message) {
    assertThatThrownBy(() -> CachePolicy.parse(written)).hasMessageContaining(message);
  }

  @Test
  void what_it_leaves_out_has_to_be_a_parameter() {
    CachePolicy policy = CachePolicy.parse("inputs-verbos");

    assertThatThrownBy(() -> policy.check("clean", List.of(new Parameter("boolean", "verbose"))))
        .hasMessage("leaves out 'verbos', but clean has no such parameter, did you mean verbose?");
  }
}
