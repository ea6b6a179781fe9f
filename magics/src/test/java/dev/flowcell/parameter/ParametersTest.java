package dev.flowcell.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ParametersTest {

  enum Level {
    LOW,
    HIGH
  }

  record Span(int from, List<String> names) {}

  /** Variables as cells declare them, and a text that is given for each. */
  static final class Declared {
    int whole = 1;
    Long big = 1L;
    double real = 1;
    boolean truth = true;
    char letter = 'a';
    String text = "";
    Level level = Level.LOW;
    LocalDate day = LocalDate.MIN;
    Duration wait = Duration.ZERO;
    Path file = Path.of("");
    BigDecimal price = BigDecimal.ONE;
    List<Double> numbers = List.of();
    int[] array = {};
    Map<String, Integer> counts = Map.of();
    Span span = new Span(1, List.of());
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("whole", "-5", "-5"),
        Arguments.of("big", "5000000000", "5000000000L"),
        Arguments.of("real", "2", "2.0"),
        Arguments.of("truth", "false", "false"),
        Arguments.of("letter", "'", "'\\''"),
        Arguments.of("text", "a \"b\"\\\n; exit", "\"a \\\"b\\\"\\\\\\n; exit\""),
        Arguments.of("text", "5", "\"5\""),
        Arguments.of("level", "HIGH", "dev.flowcell.parameter.ParametersTest.Level.HIGH"),
        Arguments.of("day", "2026-11-23", "java.time.LocalDate.parse(\"2026-11-23\")"),
        Arguments.of("wait", "90s", "java.time.Duration.parse(\"PT1M30S\")"),
        Arguments.of("file", "a/b.csv", "java.nio.file.Path.of(\"a/b.csv\")"),
        Arguments.of("price", "1.50", "new java.math.BigDecimal(\"1.50\")"),
        Arguments.of("numbers", "[1, 2.5]", "java.util.List.of(1.0, 2.5)"),
        Arguments.of("array", "[1, 2]", "new int[] {1, 2}"),
        Arguments.of(
            "counts", "{\"a\": 1}", "java.util.Map.ofEntries(java.util.Map.entry(\"a\", 1))"),
        Arguments.of(
            "span",
            "{\"from\": 3, \"names\": [\"x\"]}",
            "new dev.flowcell.parameter.ParametersTest.Span(3, java.util.List.of(\"x\"))"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void a_text_becomes_a_literal_of_the_declared_type(String name, String text, String literal)
      throws Exception {
    Object value = given(name, text).value(name, typeOf(name)).orElseThrow();

    assertThat(JavaLiteral.of(value)).isEqualTo(literal);
  }

  @ParameterizedTest
  @CsvSource({
    "whole,   2.5,       a value of int",
    "whole,   '',        a value of int",
    "whole,   null,      a value of int",
    "whole,   '1; x()',  a value of int",
    "truth,   yes,       true or false",
    "truth,   1,         true or false",
    "letter,  ab,        a value of char",
    "level,   MIDDLE,    'one of [LOW, HIGH]'",
    "level,   0,         'one of [LOW, HIGH]'",
    "day,     tomorrow,  a value of LocalDate",
    "wait,    soon,      a value of Duration",
    "numbers, '[1, x]',  'a list as JSON, such as [1, 2], whose elements fit'",
    "span,    '{}x',     'an object as JSON, such as {\"name\": 1}, that fits'",
  })
  void a_text_that_does_not_fit_is_refused_by_name(String name, String text, String needs) {
    assertThatThrownBy(() -> given(name, text).value(name, typeOf(name)))
        .isInstanceOf(BadParameterException.class)
        .hasMessageStartingWith("parameter " + name + " needs " + needs)
        .hasMessageEndingWith("not '" + text + "'");
  }

  @Test
  void a_default_says_the_type_and_holds_where_nothing_is_given() {
    Parameters parameters =
        new Parameters(
            Map.of("year", "2027", "list", "[1]"),
            Map.of("FLOWCELL_PARAM_year", "1", "FLOWCELL_PARAM_level", "HIGH"));

    assertThat(parameters.orDefault("year", 2026)).isEqualTo(2027);
    assertThat(parameters.orDefault("level", Level.LOW)).isEqualTo(Level.HIGH);
    assertThat(parameters.orDefault("list", List.of())).isEqualTo(List.of(1));
    assertThat(parameters.orDefault("other", 1.5)).isEqualTo(1.5);
  }

  @Test
  void what_nobody_asks_for_is_known() {
    Parameters parameters = new Parameters(Map.of("year", "1", "yaer", "1"), Map.of());

    parameters.text("year");

    assertThat(parameters.unasked()).containsExactly("yaer");
  }

  private static Parameters given(String name, String text) {
    return new Parameters(Map.of(name, text), Map.of());
  }

  private static Type typeOf(String name) throws NoSuchFieldException {
    return Declared.class.getDeclaredField(name).getGenericType();
  }
}
