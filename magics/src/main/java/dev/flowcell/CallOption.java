package dev.flowcell;

import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a call of a task has otherwise than its declaration says; see {@link TaskHandle#with}.
 * Immutable.
 */
public final class CallOption {

  static final CallOption FAIL_FAST = new CallOption(task -> task);

  private final UnaryOperator<Task> change;

  private CallOption(UnaryOperator<Task> change) {
    this.change = change;
  }

  static CallOption of(UnaryOperator<TaskOptions> change) {
    return new CallOption(task -> with(task, task.name(), change.apply(task.options())));
  }

  static CallOption name(String name) {
    return new CallOption(task -> with(task, name, task.options()));
  }

  /** The task as the options want it; of two that say the same, the later counts. */
  static Task applied(List<CallOption> options, Task task) {
    Task changed = task;
    for (CallOption option : options) {
      changed = option.change.apply(changed);
    }
    Task named = changed;
    changed.options().cache().ifPresent(policy -> policy.check(named.name(), named.parameters()));
    return changed;
  }

  private static Task with(Task task, String name, TaskOptions options) {
    return new Task(name, task.parameters(), task.source(), task.cell(), options);
  }
}
