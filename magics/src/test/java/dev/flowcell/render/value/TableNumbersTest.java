package dev.flowcell.render.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableNumbersTest {

  @Test
  void writes_data_with_the_fewest_decimals_that_show_every_value() {
    assertThat(data(68.2, 80)).containsExactly("68.2", "80.0");
    assertThat(data(65, 70, 68)).containsExactly("65", "70", "68");
    assertThat(data(0.1 + 0.2, 0.25)).containsExactly("0.30", "0.25");
    assertThat(data(-0.5, 0)).containsExactly("-0.5", "0.0");
  }

  @Test
  void writes_data_to_six_significant_digits() {
    assertThat(data(2.8635642126552705)).containsExactly("2.86356");
    assertThat(data(12345.6789, 0.5)).containsExactly("12345.7", "0.5");
  }

  @Test
  void writes_columns_with_very_large_or_small_values_with_exponents() {
    assertThat(data(1.25e-8, 0.5)).containsExactly("1.25e-08", "5.00e-01");
    assertThat(data(3e20)).containsExactly("3e+20");
  }

  @Test
  void writes_what_is_no_finite_number_as_a_word() {
    assertThat(data(Double.POSITIVE_INFINITY, 1.5)).containsExactly("Infinity", "1.5");
    assertThat(data()).isEmpty();
  }

  @Test
  void rounds_statistics_to_two_decimals_and_drops_those_no_row_needs() {
    assertThat(statistics(2.8635642126552705, 1.5811388300841898)).containsExactly("2.86", "1.58");
    assertThat(statistics(68.19999999999999, 80)).containsExactly("68.2", "80.0");
    assertThat(statistics(65, 78)).containsExactly("65", "78");
  }

  @Test
  void keeps_the_digits_of_small_statistics() {
    assertThat(statistics(0.0012345, 0.0001)).containsExactly("0.00123", "0.00010");
  }

  private static List<String> data(double... values) {
    return Arrays.stream(values).mapToObj(TableNumbers.ofData(values)::format).toList();
  }

  private static List<String> statistics(double... values) {
    return Arrays.stream(values).mapToObj(TableNumbers.ofStatistics(values)::format).toList();
  }
}
