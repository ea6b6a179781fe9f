package dev.flowcell.magic;

import dev.flowcell.code.Code;
import dev.flowcell.code.NotebookSources;
import dev.flowcell.engine.Resumption;
import dev.flowcell.engine.TaskCall;
import dev.flowcell.flow.Task;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The last run of each task: of this session, or else as far as the notebook's latest flow runs
 * tell. For one question; reads the store once.
 */
final class LastRuns {

  private static final int FLOW_RUNS_LOOKED_AT = 10;

  private final MagicContext context;
  private @Nullable Map<String, TaskRun> earlier;

  LastRuns(MagicContext context) {
    this.context = context;
  }

  Optional<TaskRun> of(String task) {
    return context
        .engine()
        .lastCall(task)
        .map(TaskCall::run)
        .or(() -> Optional.ofNullable(earlier().get(task)));
  }

  private Map<String, TaskRun> earlier() {
    Map<String, TaskRun> known = earlier;
    if (known == null) {
      known = new HashMap<>();
      RunStore store = context.store();
      for (FlowRun run : store.flowRuns(new FlowRunQuery(null, FLOW_RUNS_LOOKED_AT))) {
        if (run.parentId() == null && run.notebook().equals(context.engine().notebook())) {
          for (TaskRun each : store.find(run.id()).map(Resumption::taskRuns).orElse(List.of())) {
            known.merge(each.task(), each, (a, b) -> a.id().compareTo(b.id()) > 0 ? a : b);
          }
        }
      }
      earlier = known;
    }
    return known;
  }

  /** What makes the task stale since its last run, in words; empty where nothing does. */
  String stale(Task task) {
    return changed(task).stream()
        .map(part -> written(task, part))
        .collect(Collectors.joining("; "));
  }

  /** What has changed of the task since its last run, by what a person calls it. */
  List<String> changed(Task task) {
    NotebookSources sources = context.engine().sources();
    Code now = sources.of(task);
    Optional<TaskCall> here = context.engine().lastCall(task.name());
    if (here.isPresent()) {
      Code then = here.get().code();
      return then == null ? List.of() : now.changedSince(then);
    }
    TaskRun run = earlier().get(task.name());
    if (run == null) {
      return List.of();
    }
    // of what it called then, nothing is known any more
    Task before =
        new Task(task.name(), task.parameters(), run.source(), task.cell(), task.options());
    String own = "task " + task.name();
    return String.valueOf(now.parts().get(own)).equals(sources.of(before).parts().get(own))
        ? List.of()
        : List.of(own);
  }

  private static String written(Task task, String part) {
    if (part.equals("task " + task.name())) {
      return "changed in In [" + task.cell() + "]";
    }
    String name = part.substring(part.indexOf(' ') + 1);
    return name + (part.startsWith("type ") ? "" : "()") + " changed";
  }
}
