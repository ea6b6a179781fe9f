package dev.flowcell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunIdsTest {

  private final FakeClock clock = new FakeClock();
  private final RunIds ids = new RunIds(clock, new SplittableRandom(7));

  @Test
  void ids_are_short_and_made_of_digits_that_no_reader_confuses() {
    assertThat(ids.next()).matches("[0-9a-hjkmnp-tv-z]{26}");
  }

  @Test
  void ids_begin_with_their_time() {
    // the ULID of 2026-01-01T00:00:00Z
    assertThat(ids.next()).startsWith("01kdvdna00");
  }

  @Test
  void ids_grow_within_a_millisecond_and_when_the_clock_is_set_back() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      made.add(ids.next());
      clock.advance(Duration.ofMillis(i % 3 - 1));
    }

    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void the_end_that_a_person_reads_differs_from_id_to_id() {
    assertThat(Stream.generate(ids::next).limit(1000).map(id -> id.substring(20)))
        .doesNotHaveDuplicates();
  }
}
