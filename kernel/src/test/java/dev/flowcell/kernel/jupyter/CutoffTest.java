package dev.flowcell.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CutoffTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final Cutoff cutoff = new Cutoff("client", NOON, TimeUnit.HOURS.toNanos(1));

  @Test
  void dates_of_one_sender_decide_whichever_message_arrived_first() {
    assertThat(cutoff.covers(cell("client", -5, +20))).isTrue();
    assertThat(cutoff.covers(cell("client", 0, +20))).isTrue();
    assertThat(cutoff.covers(cell("client", +5, -20))).isFalse();
  }

  @Test
  void of_two_senders_either_order_is_enough_since_their_clocks_may_differ() {
    assertThat(cutoff.covers(cell("other", +5_000, -20))).isTrue();
    assertThat(cutoff.covers(cell("other", -5, +20))).isTrue();
    assertThat(cutoff.covers(cell("other", +5, +20))).isFalse();
  }

  @Test
  void dates_say_nothing_of_messages_that_arrived_long_before_or_long_behind() {
    assertThat(cutoff.covers(cell("client", -3_600_000, +1_500))).isFalse();
    assertThat(cutoff.covers(cell("other", -3_600_000, +1_500))).isFalse();
    assertThat(cutoff.covers(cell("client", +3_600_000, -1_500))).isTrue();
  }

  /** A cell that was sent and that arrived so many milliseconds behind the cutoff. */
  private static Request<?> cell(String session, long sent, long arrived) {
    return Requests.cell(
        session,
        NOON.plusMillis(sent),
        TimeUnit.HOURS.toNanos(1) + TimeUnit.MILLISECONDS.toNanos(arrived));
  }
}
