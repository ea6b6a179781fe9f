package dev.flowcell.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunTrackerTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final RunTracker tracker = new RunTracker();

  @Test
  void a_tree_has_tasks_subflows_states_and_lines_where_they_belong() {
    flow("outer", null);
    flow("inner", "outer");
    task("load", "outer");
    task("clean", "inner");
    tracker.onEvent(new RunEvent.TaskRunChanged("load", State.running(AT, 1)));
    tracker.onEvent(new RunEvent.FlowRunChanged("inner", State.completed(AT, 1)));
    line("outer", "load", "one");
    line("inner", null, "two");

    RunTree outer = tracker.tree("outer").orElseThrow();

    assertThat(outer.tasks()).extracting(TaskRun::id).containsExactly("load");
    assertThat(outer.tasks().get(0).history())
        .containsExactly(State.pending(AT), State.running(AT, 1));
    assertThat(outer.logs()).extracting(LogLine::message).containsExactly("one");
    RunTree inner = tracker.tree("inner").orElseThrow();
    assertThat(outer.subflows()).containsExactly(inner);
    assertThat(inner.flow()).extracting(FlowRun::state).isEqualTo(State.completed(AT, 1));
    assertThat(inner.tasks()).extracting(TaskRun::id).containsExactly("clean");
    assertThat(inner.logs()).extracting(LogLine::message).containsExactly("two");
  }

  @Test
  void task_runs_outside_flows_are_kept_with_their_lines() {
    task("load", null);
    task("clean", null);
    line(null, "clean", "one");

    RunTree tree = tracker.outsideFlows(List.of("load", "clean", "unknown"));

    assertThat(tree.flow()).isNull();
    assertThat(tree.tasks()).extracting(TaskRun::id).containsExactly("load", "clean");
    assertThat(tree.logs()).extracting(LogLine::message).containsExactly("one");
  }

  @Test
  void what_is_forgotten_is_gone_with_all_that_belongs_to_it() {
    flow("outer", null);
    flow("inner", "outer");
    task("load", "inner");
    task("alone", null);

    tracker.forget("outer");
    tracker.forget("alone");
    tracker.onEvent(new RunEvent.TaskRunChanged("load", State.running(AT, 1)));
    task("late", "inner");
    line("inner", null, "late");

    assertThat(tracker.tree("outer")).isEmpty();
    assertThat(tracker.tree("inner")).isEmpty();
    assertThat(tracker.outsideFlows(List.of("load", "late", "alone")).tasks()).isEmpty();
  }

  @Test
  void of_very_many_task_runs_the_first_those_that_go_on_and_the_failed_are_kept_one_by_one() {
    RunTracker bounded = new RunTracker(100, 2);
    bounded.onEvent(new RunEvent.FlowRunCreated(flowRun("flow", null)));
    for (String id : List.of("1", "2", "3", "4", "5", "6")) {
      bounded.onEvent(
          new RunEvent.TaskRunCreated(
              new TaskRun(id, "load", "flow", 1, 1, "", AT, List.of(State.pending(AT)))));
      bounded.onEvent(new RunEvent.TaskRunChanged(id, State.running(AT, 1)));
    }
    bounded.onEvent(new RunEvent.TaskRunChanged("3", State.failed(AT, 1, "no", "")));
    bounded.onEvent(new RunEvent.TaskRunChanged("4", State.completed(AT.plusSeconds(1), 1)));
    bounded.onEvent(new RunEvent.TaskRunChanged("6", State.completed(AT.plusSeconds(3), 1)));

    RunTree tree = bounded.tree("flow").orElseThrow();

    assertThat(tree.tasks()).extracting(TaskRun::id).containsExactly("1", "2", "3", "5");
    assertThat(tree.folded())
        .containsExactly(
            new FoldedRuns(
                "load", State.completed(AT.plusSeconds(3), 1), 2, AT, AT.plusSeconds(3)));
  }

  @Test
  void of_a_bounded_log_the_newest_lines_are_kept_and_the_others_counted() {
    RunTracker bounded = new RunTracker(2, 100);
    bounded.onEvent(new RunEvent.FlowRunCreated(flowRun("flow", null)));
    for (int i = 1; i <= 5; i++) {
      bounded.onEvent(
          new RunEvent.Logged(new LogLine(AT, Level.INFO, "me", "line " + i, "flow", null, 1)));
    }

    assertThat(bounded.tree("flow").orElseThrow().logs())
        .extracting(LogLine::message)
        .containsExactly(
            "3 earlier lines are not shown here; %flow logs has them", "line 4", "line 5");
  }

  private void flow(String id, @Nullable String parentId) {
    tracker.onEvent(new RunEvent.FlowRunCreated(flowRun(id, parentId)));
  }

  private static FlowRun flowRun(String id, @Nullable String parentId) {
    return new FlowRun(
        id, "flow", parentId, Map.of(), "", 1, "source", AT, List.of(State.pending(AT)));
  }

  private void task(String id, @Nullable String flowRunId) {
    tracker.onEvent(
        new RunEvent.TaskRunCreated(
            new TaskRun(id, "task", flowRunId, 1, 1, "source", AT, List.of(State.pending(AT)))));
  }

  private void line(@Nullable String flowRunId, @Nullable String taskRunId, String message) {
    tracker.onEvent(
        new RunEvent.Logged(new LogLine(AT, Level.INFO, "me", message, flowRunId, taskRunId, 1)));
  }
}
