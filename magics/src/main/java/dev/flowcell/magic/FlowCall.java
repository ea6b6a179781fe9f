package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.engine.Rehearsal;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Parameter;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.magic.syntax.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@code %flow run}: calls a flow, and lets go wrong in it what the user wants to. */
final class FlowCall {

  static final Usage USAGE =
      Usage.of(
          "run",
          "FLOW " + Usage.NAMED,
          "calls a flow with the arguments NAME=VALUE, and fails or slows its tasks on purpose",
          Option.repeatable("fail", "TASK:N", "lets the first N attempts of each call fail"),
          Option.repeatable("slow", "TASK:D", "lets each attempt wait so long before its code"),
          Option.of("seed", "S", "makes the jitter of retries the same in every such run"));

  private final MagicCall call;
  private final MagicContext context;

  FlowCall(MagicCall call) {
    this.call = call;
    this.context = call.context();
  }

  CellResult run() {
    Flow flow = flow();
    Optional<Rehearsal> rehearsal = rehearsal();
    List<@Nullable Object> arguments = arguments(flow);
    String code = GeneratedCode.call(context, flow);
    return rehearsal.isEmpty()
        ? evaluate(code, arguments)
        : context.engine().rehearse(flow, rehearsal.get(), () -> evaluate(code, arguments));
  }

  private CellResult evaluate(String code, List<@Nullable Object> arguments) {
    return Outcome.of(context, context.evaluate(code, arguments));
  }

  // Which flow

  private Flow flow() {
    List<Flow> named = Named.flows(call);
    List<String> given = call.arguments().named().stream().map(Given::label).toList();
    return named.stream()
        .filter(flow -> names(flow).size() == given.size() && names(flow).containsAll(given))
        .reduce((earlier, later) -> later)
        .orElseGet(() -> named.get(named.size() - 1));
  }

  private static List<String> names(Definition definition) {
    return definition.parameters().stream().map(Parameter::name).toList();
  }

  // Its arguments

  private List<@Nullable Object> arguments(Flow flow) {
    Map<String, Given> given = new LinkedHashMap<>();
    for (Given one : call.arguments().named()) {
      if (!names(flow).contains(one.label())) {
        String near = NearMatch.question(one.label(), names(flow), "");
        throw new UsageException(
            "%s has no parameter '%s'%s".formatted(flow.name(), one.label(), near),
            one.start(),
            one.end(),
            "Declared as " + DefinitionTexts.signature(flow));
      }
      if (given.put(one.label(), one) != null) {
        throw one.wrong("is given twice");
      }
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (Parameter parameter : flow.parameters()) {
      Given one = given.get(parameter.name());
      if (one == null) {
        throw new UsageException(
            "%s needs its parameter %s: write %s=VALUE"
                .formatted(flow.name(), parameter, parameter.name()),
            call.line().percent(),
            call.line().end(),
            "Declared as " + DefinitionTexts.signature(flow));
      }
      values.add(new FlowArgument(context, parameter, one).value());
    }
    return values;
  }

  // What goes wrong

  private Optional<Rehearsal> rehearsal() {
    Map<String, Integer> failures = byTask("fail", "2", FlowCall::attempts);
    var delays = byTask("slow", "3s", Arguments::duration);
    Optional<Given> seed = call.arguments().given("seed");
    return failures.isEmpty() && delays.isEmpty() && seed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rehearsal(failures, delays, seed.map(FlowCall::seed).orElse(NONE)));
  }

  private static final OptionalLong NONE = OptionalLong.empty();

  private static OptionalLong seed(Given given) {
    try {
      return OptionalLong.of(Long.parseLong(given.text()));
    } catch (NumberFormatException e) {
      throw given.wrong("needs a whole number, not '" + given.text() + "'");
    }
  }

  private static int attempts(Given given, String text) {
    try {
      int attempts = Integer.parseInt(text);
      if (attempts > 0) {
        return attempts;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw given.wrong("needs how many attempts fail, 1 or more, not '" + text + "'");
  }

  private <V> Map<String, V> byTask(
      String option, String example, BiFunction<Given, String, V> value) {
    Map<String, V> byTask = new LinkedHashMap<>();
    for (Given given : call.arguments().all(option)) {
      int colon = given.text().lastIndexOf(':');
      if (colon < 0) {
        throw given.wrong(
            "needs a task and a value, such as %s:%s".formatted(given.text(), example));
      }
      String task = given.text().substring(0, colon);
      check(given, task);
      if (byTask.put(task, value.apply(given, given.text().substring(colon + 1))) != null) {
        throw given.wrong("is given twice for " + task);
      }
    }
    return byTask;
  }

  private void check(Given given, String task) {
    List<String> tasks = context.definitions().tasks().stream().map(Definition::name).toList();
    if (tasks.contains(task)) {
      return;
    }
    boolean isFlow = context.definitions().flow(task).isPresent();
    throw given.wrong(
        isFlow
            ? "takes a task, and " + task + " is a flow; name one of its tasks"
            : "knows no task '%s'%s; %%task list shows those there are"
                .formatted(task, NearMatch.question(task, tasks, "")));
  }
}
