package dev.flowcell.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimingTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void an_interval_counts_from_its_beginning_and_not_from_when_it_is_asked() {
    Timing timing = new Timing.Every(Duration.ofMinutes(15), NOON);

    assertThat(timing.after(NOON)).contains(Instant.parse("2026-03-01T12:15:00Z"));
    assertThat(timing.after(Instant.parse("2026-03-01T12:20:00Z")))
        .contains(Instant.parse("2026-03-01T12:30:00Z"));
    assertThat(timing.after(Instant.parse("2026-02-01T00:00:00Z")))
        .contains(Instant.parse("2026-03-01T12:15:00Z"));
  }

  @Test
  void an_interval_is_the_same_over_a_change_of_the_clock() {
    Timing timing = new Timing.Every(Duration.ofHours(24), Instant.parse("2026-03-28T05:00:00Z"));

    assertThat(times(timing, "2026-03-28T05:00:00Z", 2))
        .containsExactly("2026-03-29T05:00:00Z", "2026-03-30T05:00:00Z");
  }

  /** In both zones the clock is set forward from 2:00 to 3:00, and back from 3:00 or 2:00. */
  @ParameterizedTest
  @CsvSource({
    // a time of day away from the change keeps to the clock on the wall
    "0 6 * * *, Europe/Zurich, 2026-03-28T12:00:00Z, 2026-03-29T04:00:00Z, 2026-03-30T04:00:00Z",
    "0 6 * * *, Europe/Zurich, 2026-10-24T12:00:00Z, 2026-10-25T05:00:00Z, 2026-10-26T05:00:00Z",
    "0 6 * * *, America/New_York, 2026-03-07T18:00:00Z, 2026-03-08T10:00:00Z, 2026-03-09T10:00:00Z",
    "0 6 * * *, America/New_York, 2026-10-31T18:00:00Z, 2026-11-01T11:00:00Z, 2026-11-02T11:00:00Z",
    // a time of day that does not exist is made up for when the clock has been set
    "30 2 * * *, Europe/Zurich, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z, 2026-03-30T00:30:00Z",
    "30 2 * * *, America/New_York, 2026-03-07T18:00:00Z, 2026-03-08T07:00:00Z, 2026-03-09T06:30:00Z",
    // one that comes twice is due once
    "30 2 * * *, Europe/Zurich, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
    "30 1 * * *, America/New_York, 2026-10-31T18:00:00Z, 2026-11-01T05:30:00Z, 2026-11-02T06:30:00Z",
    // every hour goes on every hour
    "0 * * * *, Europe/Zurich, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z",
    "0 * * * *, Europe/Zurich, 2026-10-25T00:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z",
    "15 * * * *, America/New_York, 2026-03-08T06:30:00Z, 2026-03-08T07:15:00Z, 2026-03-08T08:15:00Z",
    "15 * * * *, America/New_York, 2026-11-01T05:30:00Z, 2026-11-01T06:15:00Z, 2026-11-01T07:15:00Z",
  })
  void cron_follows_the_clock_of_its_zone(
      String expression, String zone, String from, String first, String second) {
    Timing timing = new Timing.AtCron(expression, ZoneId.of(zone));

    assertThat(times(timing, from, 2)).containsExactly(first, second);
  }

  @Test
  void cron_knows_days_of_the_week_and_seconds() {
    assertThat(
            times(
                new Timing.AtCron("0 6 * * MON-FRI", ZoneId.of("UTC")), "2026-11-27T07:00:00Z", 2))
        .containsExactly("2026-11-30T06:00:00Z", "2026-12-01T06:00:00Z");
    assertThat(
            times(new Timing.AtCron("*/20 * * * * *", ZoneId.of("UTC")), "2026-11-27T07:00:00Z", 2))
        .containsExactly("2026-11-27T07:00:20Z", "2026-11-27T07:00:40Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "61 * * * *", "* * *", "0 6 * * MON-FRY", ""})
  void what_is_no_cron_expression_is_refused(String expression) {
    assertThatThrownBy(() -> new Timing.AtCron(expression, ZoneId.of("UTC")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void once_is_once() {
    Timing timing = new Timing.At(NOON);

    assertThat(timing.after(NOON.minusSeconds(1))).contains(NOON);
    assertThat(timing.after(NOON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "every PT1H30M 2026-03-01T12:00:00Z",
        "cron Europe/Zurich 0 6 * * MON-FRI",
        "at 2026-03-01T12:00:00Z"
      })
  void what_is_written_is_read(String text) {
    assertThat(Timing.parse(text).text()).isEqualTo(text);
  }

  @Test
  void the_last_time_of_a_long_absence_is_found_without_counting_all() {
    Timing everySecond = new Timing.AtCron("* * * * * *", ZoneId.of("UTC"));
    Timing newYear = new Timing.AtCron("0 0 1 1 *", ZoneId.of("UTC"));
    Instant first = Instant.parse("2020-01-01T00:00:00Z");

    assertThat(everySecond.lastUntil(NOON, first)).isEqualTo(NOON);
    assertThat(newYear.lastUntil(NOON, first)).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(newYear.lastUntil(NOON, Instant.parse("2026-01-01T00:00:00Z")))
        .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  private static List<String> times(Timing timing, String from, int count) {
    List<String> times = new ArrayList<>();
    Optional<Instant> time = timing.after(Instant.parse(from));
    while (time.isPresent() && times.size() < count) {
      times.add(time.get().toString());
      time = timing.after(time.get());
    }
    return times;
  }
}
