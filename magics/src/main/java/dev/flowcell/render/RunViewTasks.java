package dev.flowcell.render;

import dev.flowcell.run.Artifact;
import dev.flowcell.run.Attempt;
import dev.flowcell.run.FoldedRuns;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.run.TaskRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws the task runs of a flow run, one by one or, where they are many, by task. */
final class RunViewTasks {

  /** More task runs than that are shown by task. */
  private static final int MOST_ROWS = 50;

  private static final int MOST_FOLDED_ROWS = 300;
  private static final int MOST_NOTABLE_ROWS = 20;

  private static final String CELL =
      "text-align:left;vertical-align:baseline;padding:3px 12px 3px 0;border:none";
  private static final String WHOLE_WIDTH_CELL = CELL + ";max-width:0;padding-top:0";

  private final RunViewPage page;
  private final StringBuilder out;
  private final RunViewTimeline timeline;
  private final RunViewLogs logs;
  private final RunViewArtifacts artifacts;

  RunViewTasks(
      RunViewPage page, RunViewTimeline timeline, RunViewLogs logs, RunViewArtifacts artifacts) {
    this.page = page;
    this.out = page.out;
    this.timeline = timeline;
    this.logs = logs;
    this.artifacts = artifacts;
  }

  /** Whether there are too many to tell each by itself. */
  static boolean areMany(RunTree tree) {
    return tree.tasks().size() > MOST_ROWS;
  }

  void write(RunTree tree, RunViewSummary summary) {
    List<TaskRun> runs = tree.tasks();
    if (runs.isEmpty()) {
      return;
    }
    if (!areMany(tree)) {
      rows(runs, tree, summary);
      return;
    }
    byTask(tree);
    List<TaskRun> notable =
        runs.stream().filter(run -> !isQuiet(run.state())).limit(MOST_NOTABLE_ROWS).toList();
    if (!notable.isEmpty()) {
      rows(notable, tree, summary);
    }
    if (!page.isLive) {
      foldedRows(tree, summary);
    }
  }

  private static boolean isQuiet(State state) {
    return state.type() == StateType.COMPLETED || state.type() == StateType.PENDING;
  }

  private void rows(List<TaskRun> runs, RunTree tree, RunViewSummary summary) {
    Map<String, List<LogLine>> linesOf = new HashMap<>();
    for (LogLine line : tree.logs()) {
      if (line.taskRunId() != null) {
        linesOf.computeIfAbsent(line.taskRunId(), id -> new ArrayList<>()).add(line);
      }
    }
    Map<String, List<Artifact>> progressOf = new HashMap<>();
    for (Artifact artifact : tree.artifacts()) {
      if (artifact.taskRunId() != null && artifact.kind() == Artifact.Kind.PROGRESS) {
        progressOf.put(artifact.taskRunId(), List.of(artifact));
      }
    }
    table("Attempts");
    for (TaskRun run : runs) {
      row(run, summary);
      below(
          run,
          linesOf.getOrDefault(run.id(), List.of()),
          progressOf.getOrDefault(run.id(), List.of()));
    }
    endTable();
  }

  private void table(String third) {
    out.append("<div style=\"overflow-x:auto\"><table style=\"width:100%;table-layout:auto;");
    out.append("border-collapse:collapse;border:none;font-size:13px;margin:6px 0 0 0\">");
    out.append("<thead style=\"border:none\"><tr style=\"background:transparent\">");
    heading("State", ";width:1%");
    heading("Task", "");
    heading(third, "");
    heading("Time", ";width:1%;text-align:right");
    heading("0 s to " + RunViewTimes.duration(timeline.span()), ";width:36%;padding-right:0");
    out.append("</tr></thead><tbody>");
  }

  private void endTable() {
    out.append("</tbody></table></div>");
  }

  private void heading(String words, String style) {
    out.append("<th scope=\"col\" style=\"").append(CELL);
    out.append(";font-weight:normal;font-size:11px;white-space:nowrap;").append(RunViewPage.DIM);
    out.append(style).append("\">").append(words).append("</th>");
  }

  private void cell(String style) {
    out.append("<td style=\"").append(CELL).append(';').append(style).append("\">");
  }

  private void endCell() {
    out.append("</td>");
  }

  private void row(TaskRun run, RunViewSummary summary) {
    List<Attempt> attempts = run.attempts();
    rowStart(RunViewStanding.of(run.state()));
    page.name(run, PlainText.cut(summary.label(run), 60));
    String after = summary.after(run);
    if (!after.isEmpty()) {
      out.append("<div style=\"font-weight:normal;font-size:11px;").append(RunViewPage.DIM);
      out.append("\">").append(Html.text(PlainText.cut(after, 200))).append("</div>");
    }
    endCell();
    cell("white-space:nowrap");
    marks(attempts);
    endCell();
    cell("white-space:nowrap;text-align:right");
    out.append(page.times.taken(run));
    endCell();
    cell("width:36%;padding-right:0");
    timeline.bar(run, attempts);
    out.append("</td></tr>");
  }

  /** A row as far as the name, which follows. */
  private void rowStart(RunViewStanding standing) {
    RunViewLook look = standing.look();
    out.append("<tr style=\"background:transparent;border-top:1px solid ").append(RunViewPage.LINE);
    out.append("\">");
    cell("white-space:nowrap;color:" + look.colour());
    out.append(look.sign()).append(' ').append(Html.text(standing.words())).append("</td>");
    cell("font-weight:bold");
  }

  private void marks(List<Attempt> attempts) {
    int left = Math.max(0, attempts.size() - RunViewTimeline.MOST_ATTEMPTS);
    if (left > 0) {
      out.append(left).append(" + ");
    }
    for (Attempt attempt : attempts.subList(left, attempts.size())) {
      RunViewLook look = RunViewLook.ofAttempt(attempt.state());
      out.append("<span title=\"").append(Html.attribute(page.times.words(attempt)));
      out.append("\" style=\"color:").append(look.colour()).append("\">");
      out.append(look.sign()).append("</span> ");
    }
  }

  /** What a row tells below itself. */
  private void below(TaskRun run, List<LogLine> lines, List<Artifact> progress) {
    out.append("<tr style=\"background:transparent\"><td style=\"").append(CELL);
    out.append(";padding-top:0\"></td><td colspan=\"4\" style=\"").append(WHOLE_WIDTH_CELL);
    out.append("\">");
    State state = run.state();
    String countdown = page.times.countdown(state);
    if (!countdown.isEmpty()) {
      out.append("<div style=\"color:").append(RunViewLook.AMBER).append("\">");
      out.append(countdown).append("</div>");
    }
    if (state.type() != StateType.COMPLETED) {
      artifacts.progress(progress);
    }
    failure(state, state.type().isTerminal());
    logs.ofRun("", lines, run.history());
    out.append("</td></tr>");
  }

  /** Why a run is in its state. */
  void failure(State state, boolean withFrames) {
    RunViewFailure failure = RunViewFailure.of(state);
    if (!failure.message().isEmpty()) {
      String colour = RunViewLook.ofAttempt(state).colour();
      out.append("<div style=\"color:").append(colour).append(';').append(RunViewPage.WRAP);
      out.append("\">").append(Html.text(failure.message())).append("</div>");
    }
    if (withFrames && !failure.frames().isEmpty() && !page.isFull()) {
      out.append("<div style=\"").append(RunViewPage.MONO).append(';').append(RunViewPage.WRAP);
      out.append(";margin:2px 0 4px 0\">");
      out.append(Html.text(String.join("\n", failure.frames()))).append("</div>");
    }
  }

  // ---- many task runs

  private void byTask(RunTree tree) {
    Map<String, List<TaskRun>> byTask = new LinkedHashMap<>();
    for (TaskRun run : tree.tasks()) {
      byTask.computeIfAbsent(run.task(), task -> new ArrayList<>()).add(run);
    }
    tree.folded().forEach(folded -> byTask.putIfAbsent(folded.task(), List.of()));
    table("Runs");
    int shown = 0;
    for (Map.Entry<String, List<TaskRun>> entry : byTask.entrySet()) {
      if (shown++ == MOST_ROWS) {
        break;
      }
      String task = entry.getKey();
      group(
          task,
          entry.getValue(),
          tree.folded().stream().filter(folded -> folded.task().equals(task)).toList());
    }
    endTable();
    if (byTask.size() > MOST_ROWS) {
      page.note(byTask.size() - MOST_ROWS + " more tasks");
    }
  }

  private void group(String task, List<TaskRun> runs, List<FoldedRuns> folded) {
    RunTree alone = new RunTree(null, runs, List.of(), List.of(), folded, List.of());
    RunViewTally tally = RunViewTally.of(alone);
    RunViewStanding standing = tally.standing();
    rowStart(standing);
    out.append(Html.text(PlainText.cut(task, 60)));
    endCell();
    cell("");
    out.append(Html.text(tally.words("run")));
    if (standing.isLive()) {
      ProgressBar.write(out, tally.endedPart(), "", standing.look().colour());
    }
    endCell();
    cell("white-space:nowrap;text-align:right");
    out.append(
        RunViewTimes.duration(Duration.between(timeline.beginning(alone), timeline.end(alone))));
    endCell();
    cell("width:36%;padding-right:0");
    boolean alike = tally.isAlike();
    String colour = alike || standing.isLive() ? standing.look().colour() : RunViewLook.GREEN;
    List<TaskRun> failed =
        alike
            ? List.of()
            : runs.stream().filter(RunViewTimeline::isFailed).limit(MOST_NOTABLE_ROWS).toList();
    timeline.bar(alone, colour, failed);
    out.append("</td></tr>");
  }

  private void foldedRows(RunTree tree, RunViewSummary summary) {
    int all = RunViewTally.of(tree).total();
    page.unfold(false, "All " + all + " task runs");
    table("Attempts");
    int shown = 0;
    for (TaskRun run : tree.tasks()) {
      if (shown == MOST_FOLDED_ROWS || page.isFull()) {
        break;
      }
      shown++;
      row(run, summary);
    }
    endTable();
    if (shown < all) {
      page.note(all - shown + " more task runs");
    }
    page.fold();
  }
}
