package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Task;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code %task}: makes methods and statements tasks, and tells of those there are. */
final class TaskMagic implements Magic {

  private static final int RUNS_LOOKED_AT = 10;

  private static final List<Usage> USAGES =
      List.of(
          DeclarationOptions.TASK,
          Usage.of("list", "", "the tasks of this session"),
          Usage.of("show", "NAME", "a task with its options and source"),
          Usage.later("run"),
          Usage.later("debug"),
          Usage.later("diff"),
          TaskClear.USAGE);

  @Override
  public String name() {
    return "task";
  }

  @Override
  public String summary() {
    return "makes a method, or statements, a tracked task";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public String example() {
    return """
        %task --retries 3 --delay 3s
        Table cleanData(Table raw) {
            return raw.dropRowsWithMissingValues();
        }""";
  }

  @Override
  public boolean isCellMagic() {
    return true;
  }

  @Override
  public boolean declares() {
    return true;
  }

  @Override
  public CellResult run(MagicCall call) {
    return switch (call.verb()) {
      case "list" -> list(call);
      case "clear" -> TaskClear.run(call);
      default -> show(call);
    };
  }

  private static CellResult list(MagicCall call) {
    List<Task> tasks = call.context().definitions().tasks();
    if (tasks.isEmpty()) {
      return call.text("No tasks yet: write %task above a method.");
    }
    return call.value(DefinitionTexts.table(tasks, lastState(call)));
  }

  private static CellResult show(MagicCall call) {
    Arguments.Given name =
        call.word().orElseThrow(() -> call.wrong("%task show needs the NAME of a task"));
    List<Task> tasks = call.context().definitions().tasks();
    List<String> shown =
        tasks.stream()
            .filter(task -> task.name().equals(name.text()))
            .map(DefinitionTexts::show)
            .toList();
    if (shown.isEmpty()) {
      List<String> names = tasks.stream().map(Task::name).toList();
      throw name.wrong(
          "there is no task '" + name.text() + "'" + NearMatch.question(name.text(), names, ""));
    }
    return call.text(String.join("\n\n", shown));
  }

  private static Function<Definition, String> lastState(MagicCall call) {
    Map<String, String> earlier = earlierStates(call.context().store());
    return task ->
        call.context()
            .engine()
            .lastEnd(task.name())
            .map(State::name)
            .orElseGet(() -> earlier.getOrDefault(task.name(), Texts.NOTHING));
  }

  /** The state each task's last run is in, as far as the latest flow runs tell. */
  private static Map<String, String> earlierStates(RunStore store) {
    Map<String, String> states = new HashMap<>();
    store.flush(Duration.ofSeconds(1));
    for (FlowRun run : store.flowRuns(new FlowRunQuery(null, RUNS_LOOKED_AT))) {
      store.find(run.id()).ifPresent(tree -> putStates(states, tree));
    }
    return states;
  }

  private static void putStates(Map<String, String> states, RunTree tree) {
    for (int i = tree.tasks().size() - 1; i >= 0; i--) {
      TaskRun run = tree.tasks().get(i);
      states.putIfAbsent(run.task(), run.state().name());
    }
  }
}
