package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.flow.Task;
import dev.flowcell.magic.syntax.Usage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** {@code %task}: makes methods and statements tasks, and tells of those there are. */
final class TaskMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(
          DeclarationOptions.TASK,
          Usage.of("list", "", "the tasks of this session"),
          Usage.of("show", "NAME", "a task with its options and source"),
          TaskRepeat.USAGE,
          TaskDebug.USAGE,
          TaskDiff.USAGE,
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
      case "run" -> new TaskRepeat(call).run();
      case "debug" -> new TaskDebug(call).debug();
      case "diff" -> new TaskDiff(call).diff();
      default -> show(call);
    };
  }

  private static CellResult list(MagicCall call) {
    List<Task> tasks = call.context().definitions().tasks();
    if (tasks.isEmpty()) {
      return call.text("No tasks yet: write %task above a method.");
    }
    call.context().store().flush(Duration.ofSeconds(1));
    LastRuns lastRuns = new LastRuns(call.context());
    Table table = DefinitionTexts.table(tasks, task -> lastState(lastRuns, task));
    List<String> stale = tasks.stream().map(lastRuns::stale).map(Texts::filled).toList();
    return call.value(table.addColumns(StringColumn.create("Stale", stale)));
  }

  private static String lastState(LastRuns lastRuns, Task task) {
    return lastRuns.of(task.name()).map(run -> run.state().name()).orElse(Texts.NOTHING);
  }

  private static CellResult show(MagicCall call) {
    return call.text(
        Named.tasks(call).stream().map(DefinitionTexts::show).collect(Collectors.joining("\n\n")));
  }
}
