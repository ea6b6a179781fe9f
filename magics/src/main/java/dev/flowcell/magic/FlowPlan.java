package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.Declaration;
import dev.flowcell.code.CallSite;
import dev.flowcell.code.CallSite.How;
import dev.flowcell.code.JavaParser;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Task;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.run.TaskRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code %flow plan}: what a flow calls, read from its source and those of the tasks, subflows and
 * methods of the notebook that it leads to. For one question.
 */
final class FlowPlan {

  static final Usage USAGE =
      Usage.of("plan", "FLOW", "what a flow will call, and what of that is stale or not declared");

  private final MagicCall call;
  private final MagicContext context;
  private final LastRuns lastRuns;
  private final JavaParser parser = new JavaParser();
  private final List<Declaration> methods;
  private final Set<String> missing;
  private final Set<Object> open = new HashSet<>();
  private final Set<Object> shown = new HashSet<>();

  FlowPlan(MagicCall call) {
    this.call = call;
    context = call.context();
    lastRuns = new LastRuns(context);
    methods =
        context.evaluator().declarations().stream()
            .filter(each -> each.kind() == Declaration.Kind.METHOD)
            .toList();
    missing = Set.copyOf(context.evaluator().missing());
  }

  /**
   * One line of the plan.
   *
   * @param text what is called
   * @param notes what is to be said of it
   * @param calls what its code calls
   */
  private record Node(String text, List<String> notes, List<Node> calls) {}

  CellResult plan() {
    Flow flow = Named.flow(call);
    Node root = node(flow, Set.of());
    List<List<String>> rows = new ArrayList<>();
    rows.add(row(root, ""));
    addRows(root, "", rows);
    String legend =
        root.calls().isEmpty() ? "\nIt calls no task, and nothing that is not declared." : "";
    return call.text(Texts.columns(rows).stripIndent() + legend);
  }

  // What calls what

  private Node node(Definition definition, Set<How> how) {
    List<String> notes = notes(how);
    if (open.contains(definition)) {
      notes.add("recursive");
      return new Node(label(definition), notes, List.of());
    }
    String options = DefinitionTexts.magicOptions(definition);
    if (!options.isEmpty()) {
      notes.add(options);
    }
    if (definition instanceof Task task) {
      int usable = context.engine().usableResults(task);
      if (usable > 0) {
        notes.add(usable + (usable == 1 ? " result" : " results") + " cached");
      }
      notes.add(lastRuns.of(task.name()).map(FlowPlan::words).orElse("not run yet"));
      Optional.of(lastRuns.stale(task))
          .filter(stale -> !stale.isEmpty())
          .ifPresent(reason -> notes.add("stale: " + reason));
    }
    List<Node> calls = calls(definition, definition.source());
    if (!calls.isEmpty() && !shown.add(definition)) {
      notes.add("as above");
      return new Node(label(definition), notes, List.of());
    }
    return new Node(label(definition), notes, calls);
  }

  private static String words(TaskRun last) {
    return "last " + last.state().name();
  }

  private static String label(Definition definition) {
    return definition.kind() + " " + DefinitionTexts.signature(definition);
  }

  private static List<String> notes(Set<How> how) {
    return Arrays.stream(How.values())
        .filter(how::contains)
        .map(How::words)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** What a source calls; nothing within itself, where it is on the way already. */
  private List<Node> calls(Object of, String source) {
    open.add(of);
    List<Node> calls =
        CallSite.in(source, parser).stream().flatMap(site -> nodes(site).stream()).toList();
    open.remove(of);
    return calls;
  }

  private List<Node> nodes(CallSite site) {
    List<Definition> defined = context.definitions().ofMethod(site.name());
    if (!defined.isEmpty()) {
      Definition fitting =
          defined.stream()
              .filter(each -> each.parameters().size() == site.arguments())
              .reduce((earlier, later) -> later)
              .orElse(defined.get(defined.size() - 1));
      return List.of(node(fitting, site.how()));
    }
    List<Declaration> named =
        site.byHandle()
            ? List.of()
            : methods.stream().filter(each -> each.name().equals(site.name())).toList();
    if (!named.isEmpty()) {
      return named.stream().flatMap(method -> node(method, site.how()).stream()).toList();
    }
    if (missing.contains(site.name())) {
      List<String> notes = notes(site.how());
      notes.add("not declared yet: run its cell first");
      return List.of(new Node(site.name() + "(…)", notes, List.of()));
    }
    return List.of();
  }

  /** A method of the notebook is of interest for what it leads to only. */
  private Optional<Node> node(Declaration method, Set<How> how) {
    String label = "method " + method.name() + "()";
    List<String> notes = notes(how);
    if (open.contains(method)) {
      return Optional.empty();
    }
    List<Node> calls = calls(method, method.source());
    if (calls.isEmpty()) {
      return Optional.empty();
    }
    if (!shown.add(method)) {
      notes.add("as above");
      return Optional.of(new Node(label, notes, List.of()));
    }
    return Optional.of(new Node(label, notes, calls));
  }

  // How it is written

  private static void addRows(Node node, String indent, List<List<String>> rows) {
    for (int i = 0; i < node.calls().size(); i++) {
      boolean last = i + 1 == node.calls().size();
      Node each = node.calls().get(i);
      rows.add(row(each, indent + (last ? "└─ " : "├─ ")));
      addRows(each, indent + (last ? "   " : "│  "), rows);
    }
  }

  private static List<String> row(Node node, String before) {
    return List.of(before + node.text(), String.join(" · ", node.notes()));
  }
}
