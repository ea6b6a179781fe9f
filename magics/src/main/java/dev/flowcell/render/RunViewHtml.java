package dev.flowcell.render;

import dev.flowcell.run.Attempt;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.FoldedRuns;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.run.TaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the HTML of a run view. JupyterLab's sanitiser decides over tags, attributes, properties
 * and even the form of values ({@code 0.6}, never {@code .6}); GitHub drops all styles, so that the
 * words alone have to do. Bars are borders, since printers leave backgrounds out.
 */
final class RunViewHtml {

  /** More task runs than that are shown by task. */
  private static final int MOST_ROWS = 50;

  private static final int MOST_FOLDED_ROWS = 300;
  private static final int MOST_NOTABLE_ROWS = 20;
  private static final int MOST_LOG_LINES = 500;
  private static final int MOST_LOG_LINES_LIVE = 50;
  private static final int MOST_MARKS = 12;
  private static final int MOST_SUBFLOWS = 50;
  private static final int DEEPEST = 12;

  /** Where a bar begins at the latest, so that the shortest one is still seen. */
  private static final double LAST_PERCENT = 99.3;

  /** Characters after which rows, log lines and subflows are only counted. */
  private static final int FULL = 500_000;

  private static final String LINE = "rgba(128,128,128,0.3)";
  private static final String DIM = "opacity:0.7";
  private static final String CELL =
      "text-align:left;vertical-align:baseline;padding:3px 12px 3px 0;border:none";
  private static final String WHOLE_WIDTH_CELL = CELL + ";max-width:0;padding-top:0";
  private static final String MONO =
      "font-family:Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:12px;line-height:1.5";
  private static final String WRAP = "white-space:pre-wrap;overflow-wrap:break-word";

  private final RunViewTimes times;
  private final StringBuilder out = new StringBuilder(16_384);
  private Instant start = Instant.MIN;
  private Duration span = Duration.ZERO;

  /** Whether the run goes on: the view is then sent several times a second, so it is kept small. */
  private boolean isLive;

  RunViewHtml(RunViewTimes times) {
    this.times = times;
  }

  String write(RunTree tree) {
    start = beginning(tree);
    span = Duration.between(start, end(tree));
    isLive = RunViewSummary.of(tree).isLive();
    flow(tree, 0);
    return out.toString();
  }

  // ---- one flow

  private void flow(RunTree tree, int depth) {
    RunViewSummary summary = RunViewSummary.of(tree);
    RunViewStanding standing = summary.standing();
    String colour = standing == null ? RunViewLook.GREY : standing.look().colour();
    out.append("<div class=\"flowcell-run\" style=\"border:1px solid ").append(LINE);
    out.append(";border-left:4px solid ").append(colour);
    out.append(";border-radius:4px;padding:8px 14px;margin:6px 0;font-size:13px;line-height:1.5;");
    out.append("max-width:1080px\">");
    head(tree, summary);
    tasks(tree, summary);
    subflows(tree.subflows(), depth);
    flowDetails(tree, summary);
    out.append("</div>");
  }

  private void head(RunTree tree, RunViewSummary summary) {
    RunViewStanding standing = summary.standing();
    FlowRun flow = tree.flow();
    out.append("<div><b style=\"font-size:15px\">");
    out.append(Html.text(summary.title())).append("</b>");
    if (standing != null) {
      RunViewLook look = standing.look();
      out.append(" &#160;<span style=\"color:").append(look.colour());
      out.append(";border:1px solid ").append(look.colour());
      out.append(";border-radius:10px;padding:1px 9px;font-weight:bold;white-space:nowrap\">");
      out.append(look.sign()).append(' ').append(Html.text(standing.words())).append("</span>");
    }
    if (flow != null) {
      out.append(" &#160;<span>").append(times.taken(flow)).append("</span>");
    }
    out.append("</div>");
    out.append("<div style=\"").append(DIM).append(";overflow-wrap:break-word\">");
    out.append(String.join(" · ", facts(tree))).append("</div>");
    if (flow != null) {
      parameters(flow.parameters());
      if (tree.tasks().size() > MOST_ROWS || !RunViewSummary.isToldByTask(tree)) {
        failure(flow.state(), true);
      }
    }
  }

  private List<String> facts(RunTree tree) {
    List<String> facts = new ArrayList<>();
    if (!tree.tasks().isEmpty()) {
      String counts = RunViewTally.of(tree).words("task run");
      facts.add(Html.text(counts) + (tree.flow() == null ? ", outside a flow" : ""));
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
      facts.add("started " + times.dayAndClock(beginning(tree)));
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
    out.append("<div style=\"").append(MONO).append(";overflow-wrap:break-word\">");
    out.append(
        parameters.entrySet().stream()
            .limit(50)
            .map(
                entry ->
                    "<span style=\""
                        + DIM
                        + "\">"
                        + Html.text(PlainText.cut(entry.getKey(), 80))
                        + " =</span> "
                        + Html.text(PlainText.cut(entry.getValue(), 200)))
            .collect(Collectors.joining(" &#160; ")));
    out.append("</div>");
  }

  private void flowDetails(RunTree tree, RunViewSummary summary) {
    boolean all = tree.tasks().size() > MOST_ROWS;
    List<LogLine> lines =
        all ? tree.logs() : tree.logs().stream().filter(line -> line.taskRunId() == null).toList();
    FlowRun flow = tree.flow();
    List<State> history = flow == null ? List.of() : flow.history();
    if (lines.isEmpty() && history.isEmpty()) {
      return;
    }
    out.append("<div style=\"margin-top:6px\">");
    details("Flow: ", lines, history, all ? summary : null);
    out.append("</div>");
  }

  private void subflows(List<RunTree> subflows, int depth) {
    int shown = 0;
    for (RunTree subflow : subflows) {
      if (shown == MOST_SUBFLOWS || depth == DEEPEST || isFull()) {
        note(subflows.size() - shown + " more subflows");
        return;
      }
      shown++;
      flow(subflow, depth + 1);
    }
  }

  // ---- its task runs

  private void tasks(RunTree tree, RunViewSummary summary) {
    List<TaskRun> runs = tree.tasks();
    if (runs.isEmpty()) {
      return;
    }
    Map<String, List<LogLine>> logs = logsByTaskRun(tree.logs());
    if (runs.size() <= MOST_ROWS) {
      table("Attempts");
      for (TaskRun run : runs) {
        row(run, summary);
        below(run, logs.getOrDefault(run.id(), List.of()));
      }
      out.append("</tbody></table></div>");
      return;
    }
    byTask(tree);
    List<TaskRun> notable =
        runs.stream().filter(run -> !isQuiet(run.state())).limit(MOST_NOTABLE_ROWS).toList();
    if (!notable.isEmpty()) {
      table("Attempts");
      for (TaskRun run : notable) {
        row(run, summary);
        below(run, logs.getOrDefault(run.id(), List.of()));
      }
      out.append("</tbody></table></div>");
    }
    if (!isLive) {
      foldedRows(tree, summary);
    }
  }

  private static boolean isQuiet(State state) {
    return state.type() == StateType.COMPLETED || state.type() == StateType.PENDING;
  }

  private void table(String third) {
    out.append("<div style=\"overflow-x:auto\"><table style=\"width:100%;table-layout:auto;");
    out.append("border-collapse:collapse;border:none;font-size:13px;margin:6px 0 0 0\">");
    out.append("<thead style=\"border:none\"><tr style=\"background:transparent\">");
    heading("State", ";width:1%");
    heading("Task", "");
    heading(third, "");
    heading("Time", ";width:1%;text-align:right");
    heading("0 s to " + RunViewTimes.duration(span), ";width:36%;padding-right:0");
    out.append("</tr></thead><tbody>");
  }

  private void heading(String words, String style) {
    out.append("<th scope=\"col\" style=\"").append(CELL);
    out.append(";font-weight:normal;font-size:11px;white-space:nowrap;").append(DIM);
    out.append(style).append("\">").append(words).append("</th>");
  }

  private void row(TaskRun run, RunViewSummary summary) {
    rowStart(RunViewStanding.of(run.state()), summary.label(run), summary.after(run));
    cell("white-space:nowrap");
    marks(run.attempts());
    out.append("</td>");
    cell("white-space:nowrap;text-align:right");
    out.append(times.taken(run)).append("</td>");
    cell("width:36%;padding-right:0");
    bar(run);
    out.append("</td></tr>");
  }

  private void rowStart(RunViewStanding standing, String name, String after) {
    RunViewLook look = standing.look();
    out.append("<tr style=\"background:transparent;border-top:1px solid ").append(LINE);
    out.append("\">");
    cell("white-space:nowrap;color:" + look.colour());
    out.append(look.sign()).append(' ').append(Html.text(standing.words())).append("</td>");
    cell("font-weight:bold");
    out.append(Html.text(PlainText.cut(name, 60)));
    if (!after.isEmpty()) {
      out.append("<div style=\"font-weight:normal;font-size:11px;").append(DIM).append("\">");
      out.append(Html.text(PlainText.cut(after, 200))).append("</div>");
    }
    out.append("</td>");
  }

  private static String word(State state) {
    return Html.text(RunViewLook.word(state));
  }

  private void cell(String style) {
    out.append("<td style=\"").append(CELL).append(';').append(style).append("\">");
  }

  private void marks(List<Attempt> attempts) {
    int left = Math.max(0, attempts.size() - MOST_MARKS);
    if (left > 0) {
      out.append(left).append(" + ");
    }
    for (Attempt attempt : attempts.subList(left, attempts.size())) {
      RunViewLook look = RunViewLook.ofAttempt(attempt.state());
      out.append("<span title=\"").append(Html.attribute(words(attempt)));
      out.append("\" style=\"color:").append(look.colour()).append("\">");
      out.append(look.sign()).append("</span> ");
    }
  }

  private String words(Attempt attempt) {
    Instant ended = attempt.endedAt();
    String taken =
        RunViewTimes.duration(
            Duration.between(attempt.startedAt(), ended == null ? times.now() : ended));
    String outcome =
        attempt.state().type() == StateType.SCHEDULED
            ? "Failed"
            : RunViewLook.word(attempt.state());
    String error = attempt.error().isEmpty() ? "" : ": " + PlainText.cut(attempt.error(), 200);
    return "Attempt " + attempt.number() + ", " + outcome + ", " + taken + error;
  }

  /** What a row tells below itself: the failure, the countdown, the folded log and history. */
  private void below(TaskRun run, List<LogLine> lines) {
    out.append("<tr style=\"background:transparent\"><td style=\"").append(CELL);
    out.append(";padding-top:0\"></td><td colspan=\"4\" style=\"").append(WHOLE_WIDTH_CELL);
    out.append("\">");
    String countdown = times.countdown(run.state());
    if (!countdown.isEmpty()) {
      out.append("<div style=\"color:").append(RunViewLook.AMBER).append("\">");
      out.append(countdown).append("</div>");
    }
    failure(run.state(), run.state().type().isTerminal());
    details("", lines, run.history(), null);
    out.append("</td></tr>");
  }

  private void failure(State state, boolean withFrames) {
    RunViewFailure failure = RunViewFailure.of(state);
    if (!failure.message().isEmpty()) {
      String colour = RunViewLook.ofAttempt(state).colour();
      out.append("<div style=\"color:").append(colour).append(';').append(WRAP).append("\">");
      out.append(Html.text(failure.message())).append("</div>");
    }
    if (withFrames && !failure.frames().isEmpty() && !isFull()) {
      out.append("<div style=\"").append(MONO).append(';').append(WRAP);
      out.append(";margin:2px 0 4px 0\">");
      out.append(Html.text(String.join("\n", failure.frames()))).append("</div>");
    }
  }

  // ---- many task runs

  private void byTask(RunTree tree) {
    Map<String, List<TaskRun>> byTask =
        tree.tasks().stream()
            .collect(Collectors.groupingBy(TaskRun::task, LinkedHashMap::new, Collectors.toList()));
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
    out.append("</tbody></table></div>");
    if (byTask.size() > MOST_ROWS) {
      note(byTask.size() - MOST_ROWS + " more tasks");
    }
  }

  private void group(String task, List<TaskRun> runs, List<FoldedRuns> folded) {
    RunTree alone = new RunTree(null, runs, List.of(), List.of(), folded, List.of());
    RunViewTally tally = RunViewTally.of(alone);
    RunViewStanding standing = tally.standing();
    Instant from = beginning(alone);
    Instant to = end(alone);
    rowStart(standing, task, "");
    cell("");
    out.append(Html.text(tally.words("run"))).append("</td>");
    cell("white-space:nowrap;text-align:right");
    out.append(RunViewTimes.duration(Duration.between(from, to))).append("</td>");
    cell("width:36%;padding-right:0");
    out.append("<div style=\"position:relative;height:8px\">");
    boolean alike = tally.isAlike();
    String colour = alike || standing.isLive() ? standing.look().colour() : RunViewLook.GREEN;
    segment(from, to, "0", "8px solid " + colour, "");
    if (!alike) {
      runs.stream()
          .filter(run -> isFailed(run.state()))
          .limit(MOST_NOTABLE_ROWS)
          .forEach(this::mark);
    }
    out.append("</div></td></tr>");
  }

  /** A failed run on the bar of its task. */
  private void mark(TaskRun run) {
    Instant from = run.startedAt().orElse(run.createdAt());
    Instant to = run.endedAt().orElse(times.now());
    segment(from, to, "0", "8px solid " + RunViewLook.RED, run.state().message());
  }

  private static boolean isFailed(State state) {
    return state.type() == StateType.FAILED || state.type() == StateType.CRASHED;
  }

  private void foldedRows(RunTree tree, RunViewSummary summary) {
    List<TaskRun> runs = tree.tasks();
    int all = RunViewTally.of(tree).total();
    out.append("<details style=\"margin-top:6px\">");
    summary("All " + all + " task runs");
    table("Attempts");
    int shown = 0;
    for (TaskRun run : runs) {
      if (shown == MOST_FOLDED_ROWS || isFull()) {
        break;
      }
      shown++;
      row(run, summary);
    }
    out.append("</tbody></table></div>");
    if (shown < all) {
      note(all - shown + " more task runs");
    }
    out.append("</details>");
  }

  // ---- timeline

  private void bar(TaskRun run) {
    out.append("<div style=\"position:relative;height:8px\">");
    List<Attempt> attempts = run.attempts();
    boolean waits = run.state().next() != null && !attempts.isEmpty();
    if (attempts.size() > 1 || waits) {
      Instant first = attempts.get(0).startedAt();
      Instant last = waits ? times.now() : attempts.get(attempts.size() - 1).startedAt();
      segment(first, last, "3px", "2px dotted " + RunViewLook.AMBER, "");
    }
    int left = Math.max(0, attempts.size() - MOST_MARKS);
    for (Attempt attempt : attempts.subList(left, attempts.size())) {
      Instant ended = attempt.endedAt();
      segment(
          attempt.startedAt(),
          ended == null ? times.now() : ended,
          "0",
          "8px solid " + RunViewLook.ofAttempt(attempt.state()).colour(),
          words(attempt));
    }
    out.append("</div>");
  }

  private void segment(Instant from, Instant to, String top, String border, String words) {
    double left = Math.min(LAST_PERCENT, percent(Duration.between(start, from)));
    double width = Math.min(100 - left, percent(Duration.between(from, to)));
    out.append("<div style=\"position:absolute;top:").append(top).append(";left:");
    out.append(rounded(left)).append("%;width:").append(rounded(width));
    out.append("%;min-width:2px;border-top:").append(border).append('"');
    if (!words.isEmpty()) {
      out.append(" title=\"").append(Html.attribute(words)).append('"');
    }
    out.append("></div>");
  }

  private double percent(Duration part) {
    double whole = Math.max(1, span.toNanos());
    return Math.max(0, Math.min(100, 100 * part.toNanos() / whole));
  }

  private static String rounded(double percent) {
    long tenths = Math.round(percent * 10);
    return tenths / 10 + "." + tenths % 10;
  }

  private Instant beginning(RunTree tree) {
    Instant first = times.now();
    FlowRun flow = tree.flow();
    if (flow != null) {
      return flow.startedAt().orElse(flow.createdAt());
    }
    for (TaskRun run : tree.tasks()) {
      Instant began = run.startedAt().orElse(run.createdAt());
      first = began.isBefore(first) ? began : first;
    }
    for (FoldedRuns folded : tree.folded()) {
      first = folded.from().isBefore(first) ? folded.from() : first;
    }
    return first;
  }

  private Instant end(RunTree tree) {
    FlowRun flow = tree.flow();
    if (flow != null) {
      return flow.endedAt().orElse(times.now());
    }
    Instant last = beginning(tree);
    for (TaskRun run : tree.tasks()) {
      Instant ended = run.endedAt().orElse(times.now());
      last = ended.isAfter(last) ? ended : last;
    }
    for (FoldedRuns folded : tree.folded()) {
      last = folded.to().isAfter(last) ? folded.to() : last;
    }
    return last;
  }

  // ---- logs and history

  private static Map<String, List<LogLine>> logsByTaskRun(List<LogLine> lines) {
    return lines.stream()
        .filter(line -> line.taskRunId() != null)
        .collect(Collectors.groupingBy(line -> String.valueOf(line.taskRunId())));
  }

  /**
   * Log lines and states in the order of their times, folded.
   *
   * @param names who wrote each line, or null where that is clear from the place
   */
  private void details(
      String title, List<LogLine> lines, List<State> history, @Nullable RunViewSummary names) {
    if (isFull()) {
      note(lines.size() + " log lines");
      return;
    }
    List<String> parts = new ArrayList<>();
    if (!lines.isEmpty()) {
      parts.add(RunViewSummary.count(lines.size(), "log line"));
    }
    if (!history.isEmpty()) {
      parts.add(RunViewSummary.count(history.size(), "state"));
    }
    out.append("<details>");
    summary(title + String.join(", ", parts));
    out.append("<div style=\"").append(MONO).append(";margin:2px 0 6px 0\">");
    int left = Math.max(0, lines.size() - (isLive ? MOST_LOG_LINES_LIVE : MOST_LOG_LINES));
    if (left > 0) {
      note(left + " earlier log lines");
    }
    int told = 0;
    for (LogLine line : lines.subList(left, lines.size())) {
      if (isFull()) {
        note("more log lines");
        break;
      }
      while (told < history.size() && isBefore(history.get(told), line)) {
        historyLine(history.get(told++));
      }
      logLine(line, names);
    }
    history.subList(told, history.size()).forEach(this::historyLine);
    out.append("</div></details>");
  }

  /** At equal times, what an attempt wrote stands between its beginning and its end. */
  private static boolean isBefore(State state, LogLine line) {
    int order = state.at().compareTo(line.at());
    return order < 0 || (order == 0 && state.type() == StateType.RUNNING);
  }

  private void logLine(LogLine line, @Nullable RunViewSummary names) {
    lineStart(line.at());
    out.append("<span style=\"color:").append(RunViewLook.colour(line.level())).append("\">");
    out.append(line.level()).append(" ".repeat(5 - line.level().name().length())).append("</span>");
    if (names != null) {
      out.append(" <b>").append(Html.text(names.label(line))).append("</b>");
    }
    out.append(' ').append(Html.text(PlainText.cut(line.message(), 4_000))).append("</div>");
  }

  private void historyLine(State state) {
    lineStart(state.at());
    RunViewLook look = RunViewLook.of(state);
    out.append("<span style=\"color:").append(look.colour()).append("\">").append(look.sign());
    out.append(' ').append(word(state)).append("</span>");
    if (state.attempt() > 0) {
      out.append(" attempt ").append(state.attempt());
    }
    if (!state.message().isEmpty()) {
      out.append(": ").append(Html.text(PlainText.cut(state.message(), 500)));
    }
    out.append("</div>");
  }

  /** Begins a line whose following lines hang below its text. */
  private void lineStart(Instant at) {
    out.append("<div style=\"").append(WRAP).append(";padding-left:11em;text-indent:-11em\">");
    out.append("<span style=\"").append(DIM).append("\">").append(times.clock(at));
    out.append("</span> ");
  }

  private void summary(String words) {
    out.append("<summary style=\"cursor:pointer;font-size:12px;").append(DIM).append("\">");
    out.append(words).append("</summary>");
  }

  private void note(String words) {
    out.append("<div style=\"").append(DIM).append("\">… ").append(words).append("</div>");
  }

  private boolean isFull() {
    return out.length() > FULL;
  }
}
