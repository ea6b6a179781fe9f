package dev.flowcell.render;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.run.FoldedRuns;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.TaskRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which task runs were given whose results. Many task runs are told by task. Boxes with words and
 * lines of borders, so that it shows, prints and is read out like the rest of a run view.
 */
public final class RunGraph {

  /** More task runs than that are told by task; of more tasks than that the first are told. */
  private static final int MOST_NODES = 40;

  /** Rows of boxes that are worth their room before anybody asks. */
  private static final int FEW_ROWS = 5;

  /** What its boxes stand for. */
  private final String noun;

  private final List<Node> nodes = new ArrayList<>();
  private final List<Set<Integer>> given = new ArrayList<>();
  private int edges;
  private int leftOut;

  private RunGraph(String noun) {
    this.noun = noun;
  }

  /**
   * What is drawn of one run or, together, of those of one task.
   *
   * @param name such as {@code clean #2} or {@code clean ×80}
   */
  record Node(String name, RunViewStanding standing) {}

  /** The graphs of a run and of the flow runs it called, one below the other. */
  public static MimeBundle render(RunTree tree) {
    StringBuilder html = new StringBuilder();
    StringBuilder text = new StringBuilder();
    render(tree, html, text);
    return MimeBundle.html(html.toString(), text.toString().stripTrailing());
  }

  private static void render(RunTree tree, StringBuilder html, StringBuilder text) {
    RunViewSummary summary = RunViewSummary.of(tree);
    RunGraph graph = of(tree, summary);
    String head = summary.title() + ": " + graph.words();
    html.append("<div><b>").append(Html.text(head)).append("</b></div>");
    graph.html(html);
    text.append(head).append('\n');
    graph.text(text);
    tree.subflows().forEach(subflow -> render(subflow, html, text));
  }

  static RunGraph of(RunTree tree, RunViewSummary summary) {
    return tree.tasks().size() + tree.folded().size() > MOST_NODES
        ? byTask(tree)
        : oneByOne(tree, summary);
  }

  private static RunGraph oneByOne(RunTree tree, RunViewSummary summary) {
    RunGraph graph = new RunGraph("task run");
    Map<String, Integer> nodeOf = new HashMap<>();
    for (TaskRun run : tree.tasks()) {
      int node = graph.add(summary.label(run), RunViewStanding.of(run.state()));
      nodeOf.put(run.id(), node);
      graph.connect(run, node, nodeOf);
    }
    return graph;
  }

  private static RunGraph byTask(RunTree tree) {
    Map<String, List<TaskRun>> runsOf = new LinkedHashMap<>();
    for (TaskRun run : tree.tasks()) {
      runsOf.computeIfAbsent(run.task(), task -> new ArrayList<>()).add(run);
    }
    tree.folded().forEach(folded -> runsOf.putIfAbsent(folded.task(), List.of()));
    RunGraph graph = new RunGraph("task");
    Map<String, Integer> nodeOf = new HashMap<>();
    for (Map.Entry<String, List<TaskRun>> task : runsOf.entrySet()) {
      if (graph.nodes.size() == MOST_NODES) {
        graph.leftOut++;
        continue;
      }
      String name = task.getKey();
      List<FoldedRuns> folded =
          tree.folded().stream().filter(each -> each.task().equals(name)).toList();
      RunViewTally tally = RunViewTally.of(task.getValue(), folded);
      int node =
          graph.add(
              PlainText.cut(name, 60) + (tally.total() == 1 ? "" : " ×" + tally.total()),
              tally.standing());
      task.getValue().forEach(run -> nodeOf.put(run.id(), node));
    }
    for (TaskRun run : tree.tasks()) {
      Integer node = nodeOf.get(run.id());
      if (node != null) {
        graph.connect(run, node, nodeOf);
      }
    }
    return graph;
  }

  private int add(String name, RunViewStanding standing) {
    nodes.add(new Node(name, standing));
    given.add(new LinkedHashSet<>());
    return nodes.size() - 1;
  }

  private void connect(TaskRun run, int node, Map<String, Integer> nodeOf) {
    for (String id : run.dependsOn()) {
      Integer from = nodeOf.get(id);
      if (from != null && from != node && given.get(node).add(from)) {
        edges++;
      }
    }
  }

  boolean hasEdges() {
    return edges > 0;
  }

  boolean isSmall() {
    return GraphLayout.of(given).rows() <= FEW_ROWS;
  }

  /** Such as {@code 5 task runs, 4 dependencies}. */
  String words() {
    return RunViewSummary.count(nodes.size(), noun)
        + ", "
        + edges
        + (edges == 1 ? " dependency" : " dependencies");
  }

  /** Who was given what, line by line. */
  private void text(StringBuilder out) {
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      out.append("  ").append(node.standing.look().sign()).append(' ').append(node.name);
      out.append(" (").append(node.standing.words()).append(')');
      String before = " ← ";
      for (int from : given.get(i)) {
        out.append(before).append(nodes.get(from).name);
        before = ", ";
      }
      out.append('\n');
    }
    if (leftOut > 0) {
      out.append("  … ").append(leftOut).append(" more tasks\n");
    }
  }

  void html(StringBuilder out) {
    new GraphHtml(nodes, given, out).write();
    if (leftOut > 0) {
      out.append("<div>… ").append(leftOut).append(" more tasks</div>");
    }
  }
}
