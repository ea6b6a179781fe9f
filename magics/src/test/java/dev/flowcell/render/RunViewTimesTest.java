package dev.flowcell.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunViewTimesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:03:04.123Z");

  private final RunViewTimes times = new RunViewTimes(NOW, ZoneId.of("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource({
    "PT-1S, 0 ms",
    "PT0S, 0 ms",
    "PT0.0000004S, 1 µs",
    "PT0.000042S, 42 µs",
    "PT0.000096S, 0.1 ms",
    "PT0.00042S, 0.4 ms",
    "PT0.012S, 12 ms",
    "PT0.9994S, 999 ms",
    "PT3.21S, 3.2 s",
    "PT59.94S, 59.9 s",
    "PT59.96S, 1 min 00 s",
    "PT2M5S, 2 min 05 s",
    "PT59M59.6S, 1 h 00 min",
    "PT26H3M, 26 h 03 min",
  })
  void tells_a_duration_in_at_most_two_units(Duration duration, String words) {
    assertThat(RunViewTimes.duration(duration)).isEqualTo(words);
  }

  @Test
  void counts_down_to_the_next_try() {
    assertThat(times.countdown(waitingUntil(NOW.plusMillis(2_300)))).isEqualTo("next try in 2.3 s");
    assertThat(times.countdown(waitingUntil(NOW.plusMillis(10)))).isEqualTo("next try now");
    assertThat(times.countdown(waitingUntil(NOW.minusSeconds(3)))).isEqualTo("next try now");
    assertThat(times.countdown(State.running(NOW, 2))).isEmpty();
  }

  @Test
  void tells_the_time_of_the_zone() {
    assertThat(times.clock(NOW)).isEqualTo("13:03:04.123");
    assertThat(times.dayAndClock(NOW)).isEqualTo("2026-03-01 13:03:04 UTC+1");
  }

  private static State waitingUntil(Instant next) {
    return State.awaitingRetry(NOW, 1, next, "", "");
  }
}
