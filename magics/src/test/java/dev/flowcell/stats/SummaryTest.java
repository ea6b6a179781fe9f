package dev.flowcell.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class SummaryTest {

  @Test
  void agrees_with_pandas_on_two_hundred_samples() {
    JsonNode samples = Expected.of("described");
    assertThat(samples).hasSize(200);
    for (JsonNode sample : samples) {
      Summary summary = Summary.of(Expected.numbers(sample.get("values")));
      Expected.assertClose(
          sample.get("expected"),
          sample.toString(),
          summary.count(),
          summary.mean(),
          summary.std(),
          summary.min(),
          summary.q1(),
          summary.median(),
          summary.q3(),
          summary.max());
    }
  }

  @Test
  void leaves_the_values_in_their_order() {
    double[] values = {3, 1, 2};
    assertThat(Summary.of(values).median()).isEqualTo(2);
    assertThat(values).containsExactly(3, 1, 2);
  }
}
