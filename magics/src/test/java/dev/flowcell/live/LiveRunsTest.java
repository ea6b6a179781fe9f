package dev.flowcell.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.testing.FakeClock;
import dev.flowcell.testing.RecordingOutput;
import dev.flowcell.testing.RecordingOutput.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveRunsTest {

  private final FakeClock clock = new FakeClock();
  private final FakeBeat beat = new FakeBeat(clock);
  private final RecordingOutput output = new RecordingOutput();
  private final CurrentCell cell = new CurrentCell(output);
  private final LiveRuns live = new LiveRuns(cell, LiveRunsTest::draw, clock, beat);

  @Test
  void a_fast_flow_sends_one_display_and_its_end() {
    flow("f", null);
    flowState("f", State.running(clock.instant(), 1));
    beat.pass(Duration.ofMillis(200));
    flowState("f", State.completed(clock.instant(), 1));
    beat.pass(Duration.ofSeconds(10));

    assertThat(output.sent())
        .containsExactly(
            new Sent("display", "flowcell-f", "f:Running"),
            new Sent("update", "flowcell-f", "f:Completed"));
  }

  @Test
  void of_a_flow_that_is_over_before_anybody_could_see_it_only_the_end_is_drawn() {
    flow("f", null);
    beat.pass(Duration.ofMillis(10));
    flowState("f", State.completed(clock.instant(), 1));
    beat.pass(Duration.ofSeconds(10));

    assertThat(output.sent()).containsExactly(new Sent("display", "flowcell-f", "f:Completed"));
    assertThat(beat.waiting()).isZero();
  }

  @Test
  void a_display_stands_above_what_its_run_prints() {
    flow("f", null);
    live.beforeOutput();
    output.print(CellOutput.Stream.STDOUT, "hello");
    live.beforeOutput();

    assertThat(output.kinds()).containsExactly("display", "STDOUT");
  }

  @Test
  void of_very_many_task_runs_the_first_are_shown_and_the_others_counted() {
    List<RunTree> drawn = new ArrayList<>();
    LiveRuns many =
        new LiveRuns(
            cell,
            (tree, now) -> {
              drawn.add(tree);
              return MimeBundle.text("");
            },
            clock,
            beat);
    many.onEvent(new RunEvent.FlowRunCreated(flowRun("f", null)));
    for (int i = 0; i < 5_000; i++) {
      many.onEvent(new RunEvent.TaskRunCreated(taskRun("t" + i, "f")));
      many.onEvent(new RunEvent.TaskRunChanged("t" + i, State.completed(clock.instant(), 1)));
    }
    many.onEvent(new RunEvent.FlowRunChanged("f", State.completed(clock.instant(), 1)));

    RunTree end = drawn.get(drawn.size() - 1);
    assertThat(end.tasks()).hasSize(300);
    assertThat(end.folded()).hasSize(4_700);
    assertThat(end.folded()).allMatch(folded -> folded.count() == 1);
  }

  @Test
  void a_busy_flow_sends_at_most_four_updates_a_second_and_its_end() {
    flow("f", null);
    for (int i = 0; i < 1000; i++) {
      log("f", null, "line " + i);
      beat.pass(Duration.ofMillis(10));
    }
    long updates = updates();
    flowState("f", State.completed(clock.instant(), 1));

    assertThat(updates).isBetween(30L, 40L);
    assertThat(last()).isEqualTo("f:Completed logs=1000");
  }

  @Test
  void a_flow_that_only_waits_moves_its_clock_once_a_second() {
    flow("f", null);
    beat.pass(Duration.ofSeconds(10));

    assertThat(updates()).isEqualTo(9);
  }

  @Test
  void the_end_is_shown_at_once_and_then_nothing_is_left_to_do() {
    flow("f", null);
    flowState("f", State.failed(clock.instant(), 1, "no", ""));

    assertThat(last()).isEqualTo("f:Failed");
    beat.pass(Duration.ofSeconds(1));
    assertThat(beat.waiting()).isZero();
    assertThat(output.sent()).hasSize(1);
  }

  @Test
  void subflows_and_their_tasks_are_part_of_the_display_of_the_flow_that_called_them() {
    flow("outer", null);
    flow("inner", "outer");
    task("t", "inner");
    flowState("inner", State.completed(clock.instant(), 1));
    flowState("outer", State.completed(clock.instant(), 1));

    assertThat(output.kinds()).containsExactly("display");
    assertThat(last()).isEqualTo("outer:Completed [inner:Completed t:Pending]");
  }

  @Test
  void a_task_that_outlives_its_flow_is_shown_to_its_end() {
    flow("f", null);
    task("t", "f");
    flowState("f", State.completed(clock.instant(), 1));
    beat.pass(Duration.ofSeconds(5));
    taskState("t", State.completed(clock.instant(), 1));
    beat.pass(Duration.ofSeconds(1));

    assertThat(last()).isEqualTo("f:Completed t:Completed");
    assertThat(beat.waiting()).isZero();
  }

  @Test
  void what_outlives_its_flow_and_ends_with_the_cell_is_shown_before_the_cell_ends() {
    flow("f", null);
    task("t", "f");
    flowState("f", State.cancelled(clock.instant(), 1, "interrupted"));
    taskState("t", State.cancelled(clock.instant(), 1, "interrupted"));

    live.onCellEnd();

    assertThat(last()).isEqualTo("f:Cancelled t:Cancelled");
  }

  @Test
  void task_runs_outside_flows_share_one_display_for_each_cell() {
    for (String id : List.of("a", "b")) {
      task(id, null);
      taskState(id, State.completed(clock.instant(), 1));
    }
    live.onCellEnd();
    RecordingOutput next = new RecordingOutput();
    cell.begin(new CellSource("2", 2, ""), next, CellInput.NONE);
    task("c", null);
    taskState("c", State.completed(clock.instant(), 1));
    live.onCellEnd();

    assertThat(output.sent())
        .containsExactly(new Sent("display", "flowcell-a", "a:Completed b:Completed"));
    assertThat(next.sent()).containsExactly(new Sent("display", "flowcell-c", "c:Completed"));
  }

  @Test
  void of_many_task_runs_outside_flows_the_last_hundred_are_shown_and_the_others_counted() {
    List<RunTree> drawn = new ArrayList<>();
    LiveRuns many =
        new LiveRuns(
            cell,
            (tree, now) -> {
              drawn.add(tree);
              return MimeBundle.text("");
            },
            clock,
            beat);
    for (int i = 0; i < 250; i++) {
      many.onEvent(new RunEvent.TaskRunCreated(taskRun("t" + i, null)));
    }
    many.onCellEnd();

    RunTree end = drawn.get(drawn.size() - 1);
    assertThat(end.tasks()).hasSize(100);
    assertThat(end.tasks().get(99).id()).isEqualTo("t249");
    assertThat(end.logs())
        .extracting(LogLine::message)
        .containsExactly("150 earlier task runs of this cell are not shown");
  }

  @Test
  void the_display_stays_in_the_cell_that_started_the_flow() {
    flow("f", null);
    RecordingOutput next = new RecordingOutput();
    cell.begin(new CellSource("2", 2, ""), next, CellInput.NONE);
    beat.pass(Duration.ofSeconds(3));
    flowState("f", State.completed(clock.instant(), 1));

    assertThat(next.sent()).isEmpty();
    assertThat(last()).isEqualTo("f:Completed");
  }

  @Test
  void a_failing_view_says_so_and_a_failing_output_is_left_alone() {
    LiveRuns undrawable =
        new LiveRuns(
            cell,
            (tree, now) -> {
              throw new IllegalStateException("no");
            },
            clock,
            beat);
    undrawable.onEvent(new RunEvent.FlowRunCreated(flowRun("f", null)));
    undrawable.beforeOutput();
    assertThat(last()).contains("cannot be drawn").contains("no");

    LiveRuns unheard =
        new LiveRuns(new CurrentCell(new BrokenOutput()), LiveRunsTest::draw, clock, beat);
    unheard.onEvent(new RunEvent.FlowRunCreated(flowRun("g", null)));
    unheard.onEvent(new RunEvent.FlowRunChanged("g", State.completed(clock.instant(), 1)));
  }

  @Test
  void drawing_happens_on_a_daemon_thread_of_its_own_and_the_cell_waits_for_it_even_interrupted() {
    List<String> threads = new ArrayList<>();
    try (LiveRuns real =
        new LiveRuns(
            cell,
            (tree, now) -> {
              Thread thread = Thread.currentThread();
              threads.add(thread.getName() + " " + thread.isDaemon());
              return draw(tree, now);
            },
            clock)) {
      real.onEvent(new RunEvent.FlowRunCreated(flowRun("f", null)));
      real.beforeOutput();
      real.onEvent(new RunEvent.FlowRunChanged("f", State.cancelled(clock.instant(), 1, "")));
      Thread.currentThread().interrupt();
      real.onCellEnd();
      assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    }

    assertThat(output.kinds()).containsExactly("display", "update");
    assertThat(threads).hasSize(2).containsOnly("flowcell-live true");
  }

  @Test
  void a_flow_returns_while_its_end_is_drawn_and_what_is_printed_then_stands_below_it()
      throws Exception {
    CountDownLatch drawn = new CountDownLatch(1);
    try (LiveRuns real = slow(drawn)) {
      real.onEvent(new RunEvent.FlowRunCreated(flowRun("f", null)));
      real.onEvent(new RunEvent.FlowRunChanged("f", State.completed(clock.instant(), 1)));
      assertThat(output.sent()).as("nothing was waited for").isEmpty();

      Thread printer =
          new Thread(
              () -> {
                real.beforeOutput();
                output.print(CellOutput.Stream.STDOUT, "hello");
              });
      printer.start();
      awaitWaiting(printer);
      drawn.countDown();
      printer.join();
    }

    assertThat(output.kinds()).containsExactly("display", "STDOUT");
    assertThat(output.sent().get(0).text()).isEqualTo("f:Completed");
  }

  @Test
  void runs_that_end_faster_than_they_are_drawn_wait_for_the_drawing() throws Exception {
    CountDownLatch drawn = new CountDownLatch(1);
    try (LiveRuns real = slow(drawn)) {
      AtomicInteger ended = new AtomicInteger();
      Thread runner =
          new Thread(
              () -> {
                for (int i = 0; i < 100; i++) {
                  real.onEvent(new RunEvent.FlowRunCreated(flowRun("f" + i, null)));
                  State completed = State.completed(clock.instant(), 1);
                  real.onEvent(new RunEvent.FlowRunChanged("f" + i, completed));
                  ended.incrementAndGet();
                }
              });
      runner.start();
      awaitWaiting(runner);
      assertThat(ended).as("none of many trees is kept").hasValueLessThan(20);
      drawn.countDown();
      runner.join();
      real.onCellEnd();
    }

    assertThat(output.kinds()).hasSize(100).containsOnly("display");
  }

  /** Draws nothing before the latch is open. */
  private LiveRuns slow(CountDownLatch open) {
    return new LiveRuns(
        cell,
        (tree, now) -> {
          try {
            open.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return draw(tree, now);
        },
        clock);
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private long updates() {
    return output.kinds().stream().filter("update"::equals).count();
  }

  private String last() {
    return output.sent().get(output.sent().size() - 1).text();
  }

  private void flow(String id, @Nullable String parentId) {
    live.onEvent(new RunEvent.FlowRunCreated(flowRun(id, parentId)));
  }

  private void task(String id, @Nullable String flowRunId) {
    live.onEvent(new RunEvent.TaskRunCreated(taskRun(id, flowRunId)));
  }

  private void flowState(String id, State state) {
    live.onEvent(new RunEvent.FlowRunChanged(id, state));
  }

  private void taskState(String id, State state) {
    live.onEvent(new RunEvent.TaskRunChanged(id, state));
  }

  private void log(@Nullable String flowRunId, @Nullable String taskRunId, String message) {
    live.onEvent(
        new RunEvent.Logged(
            new LogLine(clock.instant(), Level.INFO, "me", message, flowRunId, taskRunId, 1)));
  }

  private FlowRun flowRun(String id, @Nullable String parentId) {
    List<State> pending = List.of(State.pending(clock.instant()));
    return new FlowRun(id, id, parentId, Map.of(), "", 1, "", clock.instant(), pending);
  }

  private TaskRun taskRun(String id, @Nullable String flowRunId) {
    List<State> pending = List.of(State.pending(clock.instant()));
    return new TaskRun(id, id, flowRunId, 1, 1, "", clock.instant(), pending);
  }

  /** A tree as {@code flow:State task:State [subflow]}. */
  private static MimeBundle draw(RunTree tree, Instant now) {
    return MimeBundle.text(text(tree));
  }

  private static String text(RunTree tree) {
    List<String> parts = new ArrayList<>();
    if (tree.flow() != null) {
      parts.add(tree.flow().id() + ":" + tree.flow().state().name());
    }
    tree.tasks().forEach(task -> parts.add(task.id() + ":" + task.state().name()));
    tree.subflows().forEach(subflow -> parts.add("[" + text(subflow) + "]"));
    if (!tree.logs().isEmpty()) {
      parts.add("logs=" + tree.logs().size());
    }
    return parts.stream().collect(Collectors.joining(" "));
  }

  private static final class BrokenOutput implements CellOutput {

    @Override
    public void print(Stream stream, String text) {}

    @Override
    public void display(MimeBundle bundle, @Nullable String displayId) {
      throw new IllegalStateException("closed");
    }

    @Override
    public void update(String displayId, MimeBundle bundle) {
      throw new IllegalStateException("closed");
    }

    @Override
    public void clear(boolean wait) {}
  }
}
