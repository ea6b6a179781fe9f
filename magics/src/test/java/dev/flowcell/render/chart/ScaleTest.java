package dev.flowcell.render.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.render.chart.Scale.Tick;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ScaleTest {

  @Test
  void ticks_are_round_numbers_within() {
    assertThat(ticks(64.2, 82.9, 8)).containsExactly("65", "70", "75", "80");
    assertThat(ticks(0, 1, 5)).containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    assertThat(ticks(-3, 3, 6)).containsExactly("−3", "−2", "−1", "0", "1", "2", "3");
  }

  @Test
  void thousands_are_grouped_but_years_are_not() {
    assertThat(ticks(0, 30_000, 3)).containsExactly("0", "10,000", "20,000", "30,000");
    assertThat(ticks(2019, 2023, 4)).startsWith("2019", "2020");
  }

  @Test
  void very_large_and_very_small_numbers_stay_short() {
    assertThat(ticks(0, 3e9, 3)).containsExactly("0", "1e9", "2e9", "3e9");
    assertThat(ticks(0, 2e-8, 2)).containsExactly("0", "1e−8", "2e−8");
  }

  @Test
  void dates_are_marked_at_their_beginnings() {
    Scale scale =
        new Scale(
            Instant.parse("2020-01-15T00:00:00Z").toEpochMilli(),
            Instant.parse("2020-12-15T00:00:00Z").toEpochMilli(),
            0,
            100);
    assertThat(Instants.ticks(scale, 4))
        .extracting(Tick::label)
        .containsExactly("2020-04", "2020-07", "2020-10");
  }

  @Test
  void numbers_in_sentences_have_the_digits_that_people_read() {
    assertThat(
            Stream.of(0.0, 1.5, -1234567.0, 5.988851386730637E-4, -1.23456789e-9, 1e12, 1.7976e308)
                .map(value -> Scale.plain(value, 4)))
        .containsExactly(
            "0", "1.5", "-1,234,567", "0.00059889", "-1.2346E-9", "1E+12", "1.7976E+308");
  }

  private static List<String> ticks(double min, double max, int most) {
    return new Scale(min, max, 0, 100).ticks(most, 0).stream().map(Tick::label).toList();
  }
}
