package dev.flowcell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTest {

  private static final Duration REST = Duration.ofMillis(250);

  private final FakeTimer timer = new FakeTimer();
  private final List<Integer> handedOn = new ArrayList<>();
  private final Latest<Integer> latest = new Latest<>(REST, timer, handedOn::add);

  @Test
  void hands_on_the_first_at_once_and_the_newest_after_each_rest() {
    for (int i = 1; i <= 1_000; i++) {
      latest.take(i);
    }
    assertThat(handedOn).containsExactly(1);

    timer.pass(REST);
    assertThat(handedOn).containsExactly(1, 1_000);

    latest.take(1_001);
    assertThat(handedOn).containsExactly(1, 1_000);
    timer.pass(REST);
    assertThat(handedOn).containsExactly(1, 1_000, 1_001);
  }

  @Test
  void hands_on_at_once_again_when_nothing_came_while_it_rested() {
    latest.take(1);
    timer.pass(REST);
    latest.take(2);

    assertThat(handedOn).containsExactly(1, 2);
    timer.pass(REST);
    assertThat(timer.kept()).isZero();
  }

  @Test
  void settles_with_the_last_value_and_only_once() {
    latest.take(1);
    latest.take(2);
    latest.settle();
    latest.settle();
    timer.pass(REST);

    assertThat(handedOn).containsExactly(1, 2);
  }
}
