package dev.flowcell.magic;

import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.Declaration;
import dev.flowcell.cell.Evaluation;
import dev.flowcell.engine.TaskCall;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.Task;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.render.RunView;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.run.TaskRun;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code %task debug}: puts what a failed attempt was given into variables of the notebook. They
 * are named as the parameters; where a variable of the user's own has that name, with {@code _}
 * behind it. Variables of an earlier {@code %task debug} are replaced.
 */
final class TaskDebug {

  static final Usage USAGE =
      Usage.of(
          "debug",
          "NAME [RUN]",
          "puts what the last failed attempt was given into variables named as the parameters");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final MagicCall call;
  private final MagicContext context;

  TaskDebug(MagicCall call) {
    this.call = call;
    this.context = call.context();
  }

  CellResult debug() {
    Task task = Named.task(call);
    TaskCall failed = failed(task);
    List<@Nullable Object> arguments =
        failed
            .arguments()
            .orElseThrow(
                () ->
                    call.wrong(
                        "what %s was given is no more in memory: run it again, and debug then"
                            .formatted(failed.label())));
    List<String> names = failed.task().parameters().stream().map(this::freeName).toList();
    for (int i = 0; i < names.size(); i++) {
      define(failed.task().parameters().get(i), names.get(i), arguments.get(i));
    }
    return call.text(report(failed, names));
  }

  // Which failure

  private TaskCall failed(Task task) {
    List<TaskCall> failed = context.engine().failedCalls(task.name());
    Optional<Given> run = call.arguments().words().stream().skip(1).findFirst();
    if (run.isPresent()) {
      return failed.stream()
          .filter(each -> TaskDiff.isOf(each, run.get().text()))
          .findFirst()
          .orElseThrow(
              () ->
                  run.get()
                      .wrong(
                          "no failed attempt of %s is known of run '%s' in this session"
                              .formatted(task.name(), run.get().text())));
    }
    return failed.stream().findFirst().orElseThrow(() -> call.wrong(nothing(task)));
  }

  private String nothing(Task task) {
    Optional<TaskRun> last = new LastRuns(context).of(task.name());
    boolean gone =
        last.isPresent()
            && context.engine().lastCall(task.name()).isEmpty()
            && last.get().state().type() == StateType.FAILED;
    return gone
        ? "%s failed in an earlier session, and what it was given is gone with that: run its flow again, then debug"
            .formatted(task.name())
        : "no attempt of %s has failed in this session; %%task run %s repeats its last call"
            .formatted(task.name(), task.name());
  }

  // Variables

  private String freeName(Parameter parameter) {
    String name = parameter.name();
    while (isTaken(name)) {
      name += "_";
    }
    return name;
  }

  private boolean isTaken(String name) {
    return context.evaluator().variableType(name).isPresent()
        && context.evaluator().declarations().stream()
            .filter(each -> each.kind() == Declaration.Kind.VARIABLE && each.name().equals(name))
            .noneMatch(each -> GeneratedCode.isGiven(each.source()));
  }

  private void define(Parameter parameter, String name, @Nullable Object value) {
    String type = parameter.type().replace("...", "[]");
    Evaluation evaluation = define(type, name, value);
    if (evaluation instanceof Evaluation.Failed) {
      evaluation = define("Object", name, value); // its type is a variable of the method's own
    }
    if (evaluation instanceof Evaluation.Failed failed) {
      throw new CellErrorException(failed.error());
    }
  }

  private Evaluation define(String type, String name, @Nullable Object value) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(value);
    return context.evaluate(type + " " + name + " = " + GeneratedCode.given(0) + ";", values);
  }

  // What is said

  private String report(TaskCall failed, List<String> names) {
    State state = failed.state();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s failed at %s, attempt %d, after %s:"
            .formatted(
                failed.label(),
                TIME.format(state.at().atZone(context.clock().getZone())),
                state.attempt(),
                RunView.duration(failed.run().duration(state.at()))));
    lines.add("    " + state.message());
    List<Parameter> parameters = failed.task().parameters();
    Map<String, String> texts = context.evaluator().callUserCode(failed::texts);
    if (!names.isEmpty()) {
      lines.add("Variables with what it was given:");
    }
    for (int i = 0; i < names.size(); i++) {
      Parameter parameter = parameters.get(i);
      String yours =
          names.get(i).equals(parameter.name())
              ? ""
              : "   (your own variable %s stays)".formatted(parameter.name());
      String text = texts.getOrDefault(parameter.name(), "");
      lines.add("    %s %s = %s%s".formatted(parameter.type(), names.get(i), text, yours));
    }
    String method = context.definitions().methodOf(failed.task());
    lines.add("Repeat the call: " + method + "(" + String.join(", ", names) + ")");
    return String.join("\n", lines);
  }
}
