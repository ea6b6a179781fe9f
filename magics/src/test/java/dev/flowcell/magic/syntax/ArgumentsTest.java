package dev.flowcell.magic.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.cell.CellSource;
import dev.flowcell.run.Level;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  private static final Usage USAGE =
      Usage.of(
          "",
          "[NAME]",
          "",
          Option.of("retries", "N", ""),
          Option.of("delay", "D", ""),
          Option.of("tags", "A,B", ""),
          Option.of("level", "L", ""),
          Option.flag("force", ""),
          Option.later("timeout", "D", ""));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load --retries 3",
        "load --retries=3",
        "load retries=3",
        "--retries 3 load",
        "load --retries \"3\"",
        "load --retries '3'   // three times",
        "load --retries 3//"
      })
  void an_option_is_written_in_several_ways(String line) {
    if (line.endsWith("//")) {
      // a comment begins at a word's begin only, so that addresses survive
      assertThatThrownBy(() -> parse(line).count("retries", 0)).hasMessageContaining("3//");
      return;
    }
    Arguments arguments = parse(line);
    assertThat(arguments.count("retries", 0)).contains(3);
    assertThat(arguments.words()).extracting(Arguments.Given::text).containsExactly("load");
  }

  @ParameterizedTest
  @CsvSource({
    "300ms, PT0.3S",
    "3s, PT3S",
    "2m, PT2M",
    "1h, PT1H",
    "1.5s, PT1.5S",
    "PT3S, PT3S",
    "0s, PT0S"
  })
  void durations_are_written_short_or_as_iso_8601(String text, Duration expected) {
    assertThat(parse("--delay " + text).duration("delay")).contains(expected);
  }

  @Test
  void lists_have_commas() {
    assertThat(parse("--delay 1s,2s,4s").durations("delay"))
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(parse("--tags 'a, b'").list("tags")).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "C:\\data\\exam.csv | C:\\data\\exam.csv",
        "\"say \\\"hi\\\"\" | say \"hi\"",
        "'it\\'s' | it's",
        "a\\\\b | a\\b",
        "'a b' | a b",
        "\"\" | ~~",
        "http://x/y | http://x/y"
      })
  void a_backslash_is_ordinary_but_before_a_quote_or_a_backslash(String line, String expected) {
    assertThat(parse(line).words()).extracting(Arguments.Given::text).containsExactly(expected);
  }

  @Test
  void a_flag_has_no_value_and_a_level_any_case() {
    assertThat(parse("--force load").has("force")).isTrue();
    assertThat(parse("--level warn").choice("level", Level.values())).contains(Level.WARN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "--retires 3 | unknown option --retires, did you mean --retries?",
        "retires=3 | unknown option retires, did you mean retries?",
        "--zzz | unknown option --zzz",
        "--retries | --retries needs a value: --retries N",
        "--retries --force | --retries needs a value: --retries N",
        "--retries -1 | --retries needs a whole number of 0 or more, not '-1'",
        "--retries many | --retries needs a whole number of 0 or more, not 'many'",
        "--delay 3 | --delay needs a duration such as 300ms, 3s, 2m, 1h or PT3S, not '3'",
        "--tags a,,b | --tags has an empty place in its list 'a,,b'",
        "--timeout 3s | --timeout is not available in this version",
        "--retries 1 --retries 2 | --retries is given twice",
        "load retries 3 | unexpected word 'retries', did you mean --retries?",
        "'load | the quote ' is not closed",
        "-r 3 | unknown option -r"
      })
  void a_word_that_does_not_fit_is_named(String line, String message) {
    assertThatThrownBy(
            () -> {
              Arguments arguments = parse(line);
              arguments.count("retries", 0);
              arguments.durations("delay");
              arguments.list("tags");
            })
        .isInstanceOf(UsageException.class)
        .hasMessage(message.strip());
  }

  @Test
  void the_error_shows_the_line_and_a_caret_under_the_word() {
    String cell = "int a;\n\t%task --retires 3";
    UsageException problem =
        new UsageException("unknown option", cell.indexOf("--"), cell.indexOf(" 3"), "Options: x");
    assertThat(problem.in(new CellSource("", 4, cell)).traceback())
        .isEqualTo(
            List.of(
                "UsageError: unknown option",
                "In [4], line 2:",
                "    \t%task --retires 3",
                "    \t      ^^^^^^^^^",
                "Options: x"));
  }

  private static Arguments parse(String line) {
    return Arguments.of(Word.of(line, 0, line.length()), USAGE);
  }
}
