package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.engine.TaskCall;
import dev.flowcell.flow.Task;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.magic.syntax.UsageException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code %task run}: calls a task again with what its last call was given. */
final class TaskRepeat {

  static final Usage USAGE =
      Usage.of("run", "NAME", "calls a task again with the arguments of its last call");

  private final MagicCall call;

  TaskRepeat(MagicCall call) {
    this.call = call;
  }

  CellResult run() {
    MagicContext context = call.context();
    Task named = Named.task(call);
    Optional<TaskCall> last = context.engine().lastCall(named.name());
    if (last.isEmpty() && !named.parameters().isEmpty()) {
      throw call.wrong(
          "%s has not been called in this session, so there are no arguments to repeat: call %s"
              .formatted(named.name(), DefinitionTexts.signature(named)));
    }
    Task task = last.isEmpty() ? named : today(last.get());
    List<@Nullable Object> arguments =
        last.isEmpty() ? List.of() : last.get().arguments().orElseThrow(() -> gone(last.get()));
    return Outcome.of(context, context.evaluate(GeneratedCode.call(context, task), arguments));
  }

  /** The task of today that takes what the call was given. */
  private Task today(TaskCall last) {
    return Named.tasks(call).stream()
        .filter(task -> task.parameters().equals(last.task().parameters()))
        .findFirst()
        .orElseThrow(
            () ->
                call.wrong(
                    "the parameters of %s have changed since its last call, which was %s: call %s"
                        .formatted(
                            last.task().name(),
                            DefinitionTexts.signature(last.task()),
                            DefinitionTexts.signature(Named.task(call)))));
  }

  private UsageException gone(TaskCall last) {
    return call.wrong(
        "what %s was given is no more in memory: call the task itself".formatted(last.label()));
  }
}
