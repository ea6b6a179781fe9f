package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdleHeapTest {

  private final Queue<Runnable> later = new ArrayDeque<>();
  private final AtomicInteger collected = new AtomicInteger();
  private final IdleHeap heap = new IdleHeap(later::add, collected::incrementAndGet);

  @Test
  void some_time_after_the_last_cell_it_is_collected_once() {
    cell();
    cell();
    assertThat(collected).hasValue(0);

    timePasses(); // the second cell was not there when this time began
    timePasses();

    assertThat(collected).hasValue(1);
    assertThat(later).isEmpty();
  }

  @Test
  void while_a_cell_runs_it_is_not() {
    cell();
    heap.cellBegins();

    timePasses();
    timePasses();
    assertThat(collected).hasValue(0);

    heap.cellEnds();
    timePasses();
    timePasses();
    assertThat(collected).hasValue(1);
  }

  @Test
  void cells_that_come_later_are_followed_by_another_time() {
    cell();
    timePasses();
    cell();
    timePasses();

    assertThat(collected).hasValue(2);
  }

  private void cell() {
    heap.cellBegins();
    heap.cellEnds();
  }

  private void timePasses() {
    later.remove().run();
  }
}
