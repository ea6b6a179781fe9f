package dev.flowcell.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void an_attempt_that_is_to_end_goes_on_until_it_has_stopped() {
    List<State> history =
        List.of(
            State.pending(AT), State.running(AT, 1), State.cancelling(AT.plusSeconds(1), 1, "why"));
    assertThat(Attempt.in(history))
        .extracting(attempt -> attempt.state().name(), Attempt::endedAt)
        .containsExactly(tuple("Running", null));

    List<State> ended =
        List.of(history.get(1), history.get(2), State.cancelled(AT.plusSeconds(3), 1, "why"));
    assertThat(Attempt.in(ended))
        .extracting(attempt -> attempt.state().name(), Attempt::endedAt)
        .containsExactly(tuple("Cancelled", AT.plusSeconds(3)));
  }
}
