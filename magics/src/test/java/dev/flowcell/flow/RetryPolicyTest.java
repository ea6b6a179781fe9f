package dev.flowcell.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final RandomGenerator LOWEST = () -> 0;
  private static final RandomGenerator HIGHEST = () -> -1;

  @Test
  void the_last_delay_holds_for_all_that_follow() {
    RetryPolicy policy = RetryPolicy.of(4, Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(delays(policy, 4))
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));
  }

  @Test
  void no_delay_means_no_wait() {
    assertThat(delays(RetryPolicy.of(1), 1)).containsExactly(Duration.ZERO);
  }

  @Test
  void backoff_multiplies_the_last_delay_up_to_the_longest_one() {
    RetryPolicy policy =
        new RetryPolicy(
            4,
            List.of(Duration.ofMillis(100)),
            2,
            Optional.of(Duration.ofMillis(500)),
            0,
            List.of(),
            Optional.empty());
    assertThat(delays(policy, 4))
        .extracting(Duration::toMillis)
        .containsExactly(100L, 200L, 400L, 500L);
  }

  @Test
  void backoff_over_many_attempts_does_not_overflow() {
    RetryPolicy policy =
        new RetryPolicy(
            5_000,
            List.of(Duration.ofSeconds(1)),
            10,
            Optional.empty(),
            0,
            List.of(),
            Optional.empty());
    assertThat(policy.delayAfter(4_999, new Random(1))).isEqualTo(Duration.ofDays(365));
  }

  @Test
  void jitter_stays_within_its_part_of_the_delay() {
    RetryPolicy policy =
        new RetryPolicy(
            1,
            List.of(Duration.ofSeconds(10)),
            1,
            Optional.empty(),
            0.2,
            List.of(),
            Optional.empty());
    assertThat(policy.delayAfter(1, LOWEST)).isEqualTo(Duration.ofSeconds(8));
    assertThat(policy.delayAfter(1, HIGHEST))
        .isBetween(Duration.ofMillis(11_999), Duration.ofSeconds(12));
  }

  @Test
  void unlimited_retries_need_a_budget() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.of(RetryPolicy.UNLIMITED))
        .withMessageContaining("budget");
    RetryPolicy policy =
        new RetryPolicy(
            RetryPolicy.UNLIMITED,
            List.of(Duration.ofSeconds(1)),
            1,
            Optional.empty(),
            0,
            List.of(),
            Optional.of(Duration.ofMinutes(1)));
    assertThat(policy.attempts()).isEqualTo(RetryPolicy.UNLIMITED);
  }

  @Test
  void numbers_that_make_no_sense_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.of(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.of(1, Duration.ofSeconds(-1)));
  }

  private static List<Duration> delays(RetryPolicy policy, int retries) {
    return IntStream.rangeClosed(1, retries)
        .mapToObj(failed -> policy.delayAfter(failed, LOWEST))
        .toList();
  }
}
