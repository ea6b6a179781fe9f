package dev.flowcell.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.jupyter.Interrupts.Verdict;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import io.github.spencerpark.jupyter.messages.request.InterruptRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterruptsTest {

  private final AtomicInteger stops = new AtomicInteger();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final Interrupts interrupts = new Interrupts(stops::incrementAndGet, later::add);

  @Test
  void the_cell_that_runs_is_stopped_and_those_queued_behind_it_are_aborted() {
    assertThat(interrupts.begin(cell(0))).isEqualTo(Verdict.RUN);

    interrupts.interrupt(interrupt(20));

    assertThat(stops).hasValue(1);
    interrupts.end();
    assertThat(interrupts.begin(cell(10))).isEqualTo(Verdict.ABORTED);
    assertThat(interrupts.begin(cell(30))).isEqualTo(Verdict.RUN);
  }

  @Test
  void with_no_cell_running_the_first_one_sent_before_is_interrupted_and_the_others_aborted() {
    interrupts.interrupt(interrupt(20));

    assertThat(interrupts.begin(cell(5))).isEqualTo(Verdict.INTERRUPTED);
    assertThat(interrupts.begin(cell(10))).isEqualTo(Verdict.ABORTED);
    assertThat(interrupts.begin(cell(30))).isEqualTo(Verdict.RUN);
    assertThat(stops).hasValue(0);
  }

  @Test
  void a_cell_sent_behind_the_interrupt_is_not_stopped_though_it_runs_already() {
    interrupts.begin(cell(30));

    interrupts.interrupt(interrupt(20));

    assertThat(stops).hasValue(0);
  }

  @Test
  void a_cell_that_goes_on_is_told_again_until_it_ends() {
    interrupts.begin(cell(0));
    interrupts.interrupt(interrupt(20));

    later.remove().run();
    later.remove().run();
    assertThat(stops).hasValue(3);

    interrupts.end();
    interrupts.begin(cell(30));
    later.remove().run();
    assertThat(stops).hasValue(3);
    assertThat(later).isEmpty();
  }

  @Test
  void a_cell_that_never_ends_is_not_told_for_ever() {
    interrupts.begin(cell(0));
    interrupts.interrupt(interrupt(20));

    while (!later.isEmpty()) {
      later.remove().run();
    }

    assertThat(stops).hasValueBetween(2, 20);
  }

  @Test
  void the_end_of_the_kernel_stops_the_cell_that_runs() {
    interrupts.stop();
    assertThat(stops).hasValue(0);

    interrupts.begin(cell(0));
    interrupts.stop();
    assertThat(stops).hasValue(1);
  }

  @Test
  void the_end_of_the_kernel_also_stops_a_cell_that_is_only_about_to_begin_its_code() {
    interrupts.begin(cell(0));
    interrupts.stop();

    later.remove().run();
    assertThat(stops).hasValue(2);

    interrupts.end();
    later.remove().run();
    assertThat(stops).hasValue(2);
  }

  private static Request<ExecuteRequest> cell(long sentMillis) {
    return Requests.cell("client", at(sentMillis), nanos(sentMillis));
  }

  private static Request<InterruptRequest> interrupt(long sentMillis) {
    return Requests.interrupt("client", at(sentMillis), nanos(sentMillis));
  }

  private static Instant at(long millis) {
    return Instant.EPOCH.plusMillis(millis);
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
