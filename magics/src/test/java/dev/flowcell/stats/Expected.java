package dev.flowcell.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.StreamSupport;

/** What pandas and SciPy compute, as {@code expected.py} stored it. */
final class Expected {

  private static final double RELATIVE = 1e-9;

  private Expected() {}

  static JsonNode of(String part) {
    try (InputStream json = Expected.class.getResourceAsStream("expected.json")) {
      return new ObjectMapper().readTree(json).get(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of a list; null is {@code NaN}, and infinity a text. */
  static double[] numbers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .mapToDouble(
            node ->
                node.isNull()
                    ? Double.NaN
                    : node.isTextual()
                        ? Math.copySign(
                            Double.POSITIVE_INFINITY, node.asText().startsWith("-") ? -1 : 1)
                        : node.asDouble())
        .toArray();
  }

  static void assertClose(JsonNode expected, String data, double... actual) {
    double[] numbers = numbers(expected);
    assertThat(actual).hasSameSizeAs(numbers);
    for (int i = 0; i < numbers.length; i++) {
      if (Double.isFinite(numbers[i])) {
        assertThat(actual[i])
            .as("figure %d of %s", i, data)
            .isCloseTo(numbers[i], within(Math.abs(numbers[i]) * RELATIVE + 1e-300));
      } else {
        assertThat((Double) actual[i])
            .as("figure %d of %s", i, data)
            .isEqualTo((Double) numbers[i]);
      }
    }
  }
}
