package dev.flowcell.render;

import dev.flowcell.run.Attempt;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.FoldedRuns;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.StateType;
import dev.flowcell.run.TaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Draws when runs ran, along one time for the whole view: attempts as bars, the waits between them
 * as dots. Bars are borders, since printers leave backgrounds out; what failed is a double line.
 */
final class RunViewTimeline {

  static final int MOST_ATTEMPTS = 12;

  /** Where a bar begins at the latest, so that the shortest one is still seen. */
  private static final double LAST_PERCENT = 99.3;

  private final RunViewPage page;
  private final Instant start;
  private final Duration span;

  RunViewTimeline(RunViewPage page, RunTree whole) {
    this.page = page;
    start = beginning(whole);
    span = Duration.between(start, end(whole));
  }

  /** From its left end to its right one. */
  Duration span() {
    return span;
  }

  Instant beginning(RunTree tree) {
    FlowRun flow = tree.flow();
    if (flow != null) {
      return flow.startedAt().orElse(flow.createdAt());
    }
    Instant first = page.times.now();
    for (TaskRun run : tree.tasks()) {
      Instant began = run.startedAt().orElse(run.createdAt());
      first = began.isBefore(first) ? began : first;
    }
    for (FoldedRuns folded : tree.folded()) {
      first = folded.from().isBefore(first) ? folded.from() : first;
    }
    return first;
  }

  Instant end(RunTree tree) {
    FlowRun flow = tree.flow();
    if (flow != null) {
      return flow.endedAt().orElse(page.times.now());
    }
    Instant last = beginning(tree);
    for (TaskRun run : tree.tasks()) {
      Instant ended = run.endedAt().orElse(page.times.now());
      last = ended.isAfter(last) ? ended : last;
    }
    for (FoldedRuns folded : tree.folded()) {
      last = folded.to().isAfter(last) ? folded.to() : last;
    }
    return last;
  }

  /** One run: its attempts, and the waits between them. */
  void bar(TaskRun run, List<Attempt> attempts) {
    open();
    boolean waits = run.state().next() != null && !attempts.isEmpty();
    if (attempts.size() > 1 || waits) {
      Instant first = attempts.get(0).startedAt();
      Instant last = waits ? page.times.now() : attempts.get(attempts.size() - 1).startedAt();
      segment(first, last, "3px", "2px dotted " + RunViewLook.AMBER, "");
    }
    int left = Math.max(0, attempts.size() - MOST_ATTEMPTS);
    for (Attempt attempt : attempts.subList(left, attempts.size())) {
      Instant ended = attempt.endedAt();
      segment(
          attempt.startedAt(),
          ended == null ? page.times.now() : ended,
          "0",
          border(RunViewLook.ofAttempt(attempt.state())),
          page.times.words(attempt));
    }
    close();
  }

  /** Many runs together, and those of them that failed. */
  void bar(RunTree tree, String colour, List<TaskRun> failed) {
    open();
    segment(beginning(tree), end(tree), "0", "8px solid " + colour, "");
    for (TaskRun run : failed) {
      Instant from = run.startedAt().orElse(run.createdAt());
      Instant to = run.endedAt().orElse(page.times.now());
      segment(from, to, "0", border(RunViewLook.of(run.state())), run.state().message());
    }
    close();
  }

  private static String border(RunViewLook look) {
    return (look.colour().equals(RunViewLook.RED) ? "8px double " : "8px solid ") + look.colour();
  }

  private void open() {
    page.out.append("<div style=\"position:relative;height:8px\">");
  }

  private void close() {
    page.out.append("</div>");
  }

  private void segment(Instant from, Instant to, String top, String border, String words) {
    double left = Math.min(LAST_PERCENT, percent(Duration.between(start, from)));
    double width = Math.min(100 - left, percent(Duration.between(from, to)));
    StringBuilder out = page.out;
    out.append("<div style=\"position:absolute;top:").append(top).append(";left:");
    percent(left);
    out.append(";width:");
    percent(width);
    out.append(";min-width:2px;border-top:").append(border).append('"');
    if (!words.isEmpty()) {
      out.append(" title=\"").append(Html.attribute(words)).append('"');
    }
    out.append("></div>");
  }

  private double percent(Duration part) {
    double whole = Math.max(1, span.toNanos());
    return Math.max(0, Math.min(100, 100 * part.toNanos() / whole));
  }

  private void percent(double percent) {
    long tenths = Math.round(percent * 10);
    page.out.append(tenths / 10).append('.').append(tenths % 10).append('%');
  }

  static boolean isFailed(TaskRun run) {
    StateType type = run.state().type();
    return type == StateType.FAILED || type == StateType.CRASHED;
  }
}
