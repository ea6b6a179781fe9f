package dev.flowcell.render;

import dev.flowcell.run.Artifact;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.run.TaskRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the text twin of a run view: complete up to its bounds, for programs and terminals. */
final class RunViewText {

  private static final int MOST_TASK_RUNS = 200;
  private static final int MOST_TASK_RUNS_LIVE = 100;
  private static final int MOST_ATTEMPTS = 10;
  private static final int MOST_LOG_LINES = 2_000;
  private static final int MOST_LOG_LINES_LIVE = 200;
  private static final int DEEPEST = 20;

  /** Characters after which subflows and log lines are no longer told. */
  private static final int FULL = 600_000;

  /** So many failures are told with their frames. */
  private static final int MOST_FRAMES = 100;

  private final RunViewTimes times;
  private final StringBuilder out = new StringBuilder();
  private final List<NamedLine> log = new ArrayList<>();
  private int failures;
  private int taskRuns;
  private int taskRunsLeftOut;

  /** Whether the run goes on: the view is then sent several times a second, so it is kept small. */
  private boolean isLive;

  RunViewText(RunViewTimes times) {
    this.times = times;
  }

  /** A log line and who wrote it. */
  private record NamedLine(String name, LogLine line) {}

  String write(RunTree tree) {
    isLive = RunViewSummary.of(tree).isLive();
    tree(tree, "", 0);
    if (taskRunsLeftOut > 0) {
      out.append("… ").append(taskRunsLeftOut).append(" more task runs\n");
    }
    log();
    return out.toString().stripTrailing();
  }

  private void tree(RunTree tree, String indent, int depth) {
    RunViewSummary summary = RunViewSummary.of(tree);
    tree.logs().forEach(line -> log.add(new NamedLine(summary.label(line), line)));
    head(tree, summary, indent);
    tasks(tree, summary, indent + "  ");
    artifacts(ofTaskRun(null, tree), indent + "  ");
    tree.folded().forEach(folded -> taskRunsLeftOut += folded.count());
    if ((depth == DEEPEST || out.length() > FULL) && !tree.subflows().isEmpty()) {
      out.append(indent).append("  … and flows below\n");
      return;
    }
    tree.subflows().forEach(subflow -> tree(subflow, indent + "  ", depth + 1));
  }

  private void head(RunTree tree, RunViewSummary summary, String indent) {
    RunViewStanding standing = summary.standing();
    out.append(indent);
    if (standing != null) {
      out.append(standing.look().sign()).append(' ').append(standing.words()).append("  ");
    }
    out.append(summary.title());
    FlowRun flow = tree.flow();
    if (flow != null) {
      out.append("  ").append(times.taken(flow));
      out.append("  (run ").append(flow.shortId()).append(", started ");
      out.append(times.dayAndClock(flow.startedAt().orElse(flow.createdAt()))).append(')');
      if (!flow.parameters().isEmpty()) {
        out.append('\n').append(indent).append("  ").append(parameters(flow.parameters()));
      }
      State first = flow.history().get(0);
      if (first.type() == StateType.SCHEDULED) {
        out.append('\n').append(indent).append("  ").append(first.message());
        out.append(flow.isLate() ? ", late" : "");
      }
      out.append('\n');
      if (!RunViewSummary.isToldByTask(tree)) {
        failure(flow.state(), indent + "    ");
      }
    } else {
      out.append('\n');
    }
    if (!tree.tasks().isEmpty()) {
      out.append(indent).append("  ");
      out.append(RunViewTally.of(tree).words("task run")).append('\n');
    }
  }

  private static String parameters(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            entry ->
                PlainText.cut(entry.getKey(), 200) + " = " + PlainText.cut(entry.getValue(), 1_000))
        .collect(Collectors.joining(", "));
  }

  private void tasks(RunTree tree, RunViewSummary summary, String indent) {
    List<TaskRun> runs = tree.tasks();
    int widest = 0;
    int widestState = 0;
    for (TaskRun run : runs) {
      widest = Math.max(widest, Math.min(40, summary.label(run).length()));
      widestState = Math.max(widestState, RunViewLook.word(run.state()).length());
    }
    for (TaskRun run : runs) {
      if (isLeftOut(run.state())) {
        taskRunsLeftOut++;
        continue;
      }
      taskRuns++;
      State state = run.state();
      int attempts = run.attempts().size();
      String line =
          String.join(
              "  ",
              RunViewLook.of(state).sign() + " " + padded(RunViewLook.word(state), widestState),
              padded(summary.label(run), widest),
              padded(RunViewSummary.count(attempts, "attempt"), 10),
              paddedLeft(times.taken(run), 10),
              (times.countdown(state) + "  " + summary.after(run)).strip());
      out.append(indent).append(line.stripTrailing()).append('\n');
      earlierAttempts(run, indent + "    ");
      failure(state, indent + "    ");
      artifacts(ofTaskRun(run.id(), tree), indent + "    ");
    }
  }

  private static List<Artifact> ofTaskRun(@Nullable String id, RunTree tree) {
    return tree.artifacts().isEmpty()
        ? List.of()
        : tree.artifacts().stream().filter(each -> Objects.equals(each.taskRunId(), id)).toList();
  }

  private void artifacts(List<Artifact> artifacts, String indent) {
    for (Artifact artifact : artifacts) {
      if (artifact.kind() == Artifact.Kind.PROGRESS) {
        String bar = ProgressBar.text(RunViewArtifacts.part(artifact), artifact.name());
        out.append(indent).append("progress: ").append(bar).append('\n');
        continue;
      }
      out.append(indent).append(RunViewArtifacts.words(artifact)).append('\n');
      String said =
          artifact.kind() == Artifact.Kind.LINK
              ? artifact.content(Artifact.ADDRESS)
              : artifact.content(Artifact.TEXT);
      PlainText.cut(said, isLive ? 200 : 4_000)
          .lines()
          .forEach(line -> out.append(indent).append("  ").append(line).append('\n'));
    }
  }

  /** Why the attempts before the last one failed. */
  private void earlierAttempts(TaskRun run, String indent) {
    run.attempts().stream()
        .filter(attempt -> !attempt.error().isEmpty() && attempt.state() != run.state())
        .limit(MOST_ATTEMPTS)
        .forEach(
            attempt ->
                out.append(indent)
                    .append("attempt ")
                    .append(attempt.number())
                    .append(" failed: ")
                    .append(PlainText.cut(attempt.error(), 200))
                    .append('\n'));
  }

  /** Rows that say little go first. */
  private boolean isLeftOut(State state) {
    int most = isLive ? MOST_TASK_RUNS_LIVE : MOST_TASK_RUNS;
    boolean isQuiet = state.type() == StateType.COMPLETED || state.type() == StateType.PENDING;
    return taskRuns >= (isQuiet ? most : 2 * most);
  }

  /** The message and the frames of a state that has them. */
  private void failure(State state, String indent) {
    RunViewFailure failure = RunViewFailure.of(state);
    if (failure.isEmpty()) {
      return;
    }
    failures++;
    for (String line : failures > MOST_FRAMES ? List.of(failure.message()) : failure.lines()) {
      out.append(indent).append(line).append('\n');
    }
  }

  private void log() {
    if (log.isEmpty()) {
      return;
    }
    log.sort(Comparator.comparing(named -> named.line().at()));
    int left = Math.max(0, log.size() - (isLive ? MOST_LOG_LINES_LIVE : MOST_LOG_LINES));
    out.append("\nLogs\n");
    if (left > 0) {
      out.append("… ").append(left).append(" earlier lines\n");
    }
    int widest = 0;
    for (NamedLine named : log) {
      widest = Math.max(widest, Math.min(24, named.name().length()));
    }
    for (NamedLine named : log.subList(left, log.size())) {
      if (out.length() > FULL) {
        out.append("… more log lines\n");
        break;
      }
      LogLine line = named.line();
      out.append(times.clock(line.at())).append(' ');
      out.append(padded(line.level().name(), 5)).append(' ');
      out.append(padded(named.name(), widest)).append("  ");
      out.append(PlainText.cut(line.message(), 10_000)).append('\n');
    }
  }

  private static String paddedLeft(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
