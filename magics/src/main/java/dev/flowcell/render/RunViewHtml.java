package dev.flowcell.render;

import dev.flowcell.run.Artifact;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.StateType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes the HTML of a run view: each flow run in a frame, in it those that it called. */
final class RunViewHtml {

  private static final int MOST_SUBFLOWS = 50;
  private static final int MOST_PARAMETERS = 50;
  private static final int DEEPEST = 12;

  private final RunTree whole;
  private final RunViewPage page;
  private final StringBuilder out;
  private final RunViewTimeline timeline;
  private final RunViewLogs logs;
  private final RunViewArtifacts artifacts;
  private final RunViewTasks tasks;

  RunViewHtml(RunTree whole, RunViewTimes times, Function<Run, String> addresses) {
    this.whole = whole;
    page = new RunViewPage(times, RunViewSummary.of(whole).isLive(), addresses);
    out = page.out;
    timeline = new RunViewTimeline(page, whole);
    logs = new RunViewLogs(page);
    artifacts = new RunViewArtifacts(page);
    tasks = new RunViewTasks(page, timeline, logs, artifacts);
  }

  String write() {
    flow(whole, 0);
    return out.toString();
  }

  private void flow(RunTree tree, int depth) {
    RunViewSummary summary = RunViewSummary.of(tree);
    RunViewStanding standing = summary.standing();
    String colour = standing == null ? RunViewLook.GREY : standing.look().colour();
    out.append("<div class=\"flowcell-run\" role=\"group\" aria-label=\"");
    out.append(Html.attribute(label(summary))).append("\" style=\"border:1px solid ");
    out.append(RunViewPage.LINE).append(";border-left:4px solid ").append(colour);
    out.append(";border-radius:4px;padding:8px 14px;margin:6px 0;font-size:13px;line-height:1.5;");
    out.append("max-width:1080px\">");
    head(tree, summary);
    tasks.write(tree, summary);
    graph(tree, summary);
    artifacts.write(tree.artifacts(), summary);
    subflows(tree.subflows(), depth);
    details(tree, summary);
    out.append("</div>");
  }

  private static String label(RunViewSummary summary) {
    RunViewStanding standing = summary.standing();
    return summary.title() + (standing == null ? "" : ", " + standing.words());
  }

  private void head(RunTree tree, RunViewSummary summary) {
    RunViewStanding standing = summary.standing();
    FlowRun flow = tree.flow();
    out.append("<div><b style=\"font-size:15px\">");
    if (flow == null) {
      out.append(Html.text(summary.title()));
    } else {
      page.name(flow, summary.title());
    }
    out.append("</b>");
    if (standing != null) {
      RunViewLook look = standing.look();
      out.append(" &#160;<span style=\"color:").append(look.colour());
      out.append(";border:1px solid ").append(look.colour());
      out.append(";border-radius:10px;padding:1px 9px;font-weight:bold;white-space:nowrap\">");
      out.append(look.sign()).append(' ').append(Html.text(standing.words())).append("</span>");
    }
    if (flow != null) {
      out.append(" &#160;<span>").append(page.times.taken(flow)).append("</span>");
    }
    out.append("</div>");
    out.append("<div style=\"").append(RunViewPage.DIM).append(";overflow-wrap:break-word\">");
    out.append(String.join(" · ", facts(tree))).append("</div>");
    if (flow != null) {
      parameters(flow.parameters());
      if (flow.state().type() != StateType.COMPLETED) {
        artifacts.progress(ofFlow(tree));
      }
      if (RunViewTasks.areMany(tree) || !RunViewSummary.isToldByTask(tree)) {
        tasks.failure(flow.state(), true);
      }
    }
  }

  private List<String> facts(RunTree tree) {
    List<String> facts = new ArrayList<>();
    if (!tree.tasks().isEmpty()) {
      String counts = RunViewTally.of(tree).words("task run");
      boolean isOutside = tree.flow() == null && tree.tasks().get(0).flowRunId() == null;
      facts.add(Html.text(counts) + (isOutside ? ", outside a flow" : ""));
    }
    if (!tree.subflows().isEmpty()) {
      List<FlowRun> flows = new ArrayList<>();
      for (RunTree subflow : tree.subflows()) {
        FlowRun flow = subflow.flow();
        if (flow != null) {
          flows.add(flow);
        }
      }
      facts.add(Html.text(RunViewTally.of(flows).words("subflow")));
    }
    Run alone = tree.flow();
    if (alone == null && tree.tasks().size() == 1) {
      alone = tree.tasks().get(0);
    }
    if (!tree.tasks().isEmpty() || alone != null) {
      facts.add("started " + page.times.dayAndClock(timeline.beginning(tree)));
    }
    if (alone != null) {
      facts.add("run " + Html.text(alone.shortId()));
    }
    return facts;
  }

  private void parameters(Map<String, String> parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    out.append("<div style=\"").append(RunViewPage.MONO).append(";overflow-wrap:break-word\">");
    String between = "";
    int shown = 0;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      if (shown++ == MOST_PARAMETERS) {
        page.note(parameters.size() - MOST_PARAMETERS + " more parameters");
        break;
      }
      out.append(between).append("<span style=\"").append(RunViewPage.DIM).append("\">");
      out.append(Html.text(PlainText.cut(parameter.getKey(), 80))).append(" =</span> ");
      out.append(Html.text(PlainText.cut(parameter.getValue(), 200)));
      between = " &#160; ";
    }
    out.append("</div>");
  }

  private void graph(RunTree tree, RunViewSummary summary) {
    boolean isCostly = page.isLive && RunViewTasks.areMany(tree);
    if (isCostly || tree.tasks().stream().allMatch(run -> run.dependsOn().isEmpty())) {
      return;
    }
    RunGraph graph = RunGraph.of(tree, summary);
    if (graph.hasEdges() && !page.isFull()) {
      page.unfold(graph.isSmall(), "Graph: " + Html.text(graph.words()));
      graph.html(out);
      page.fold();
    }
  }

  private static List<Artifact> ofFlow(RunTree tree) {
    return tree.artifacts().stream().filter(artifact -> artifact.taskRunId() == null).toList();
  }

  private void subflows(List<RunTree> subflows, int depth) {
    int shown = 0;
    for (RunTree subflow : subflows) {
      if (shown == MOST_SUBFLOWS || depth == DEEPEST || page.isFull()) {
        page.note(subflows.size() - shown + " more subflows");
        return;
      }
      shown++;
      flow(subflow, depth + 1);
    }
  }

  private void details(RunTree tree, RunViewSummary summary) {
    out.append("<div style=\"margin-top:6px\">");
    FlowRun flow = tree.flow();
    if (flow != null) {
      logs.ofRun("Flow: ", ofFlowItself(tree.logs()), flow.history());
    }
    if (tree.logs().size() > 1 && tree.tasks().size() > 1 && !page.isLive) {
      logs.ofAll(tree.logs(), summary);
    }
    out.append("</div>");
  }

  private static List<LogLine> ofFlowItself(List<LogLine> lines) {
    return lines.stream().filter(line -> line.taskRunId() == null).toList();
  }
}
