package dev.flowcell.render;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;

/**
 * Draws what a flow run, or the task runs a cell called outside a flow, has come to: states,
 * attempts, durations, failures, logs and history. The HTML needs no script, no style sheet and no
 * network; its text twin says the same to programs and terminals. Thread-safe.
 */
public final class RunView {

  private RunView() {}

  /**
   * The view of a run.
   *
   * @param tree the run, as far as it has come
   * @param now the time by which durations of what goes on and countdowns are told; of no effect on
   *     a run that has ended
   */
  public static MimeBundle render(RunTree tree, Instant now) {
    return render(tree, now, ZoneId.systemDefault());
  }

  /**
   * The view of a run for a page that has more to tell of each run.
   *
   * @param addresses where a run's own page is, or empty where it has none
   */
  public static String html(RunTree tree, Instant now, Function<Run, String> addresses) {
    RunViewTimes times = new RunViewTimes(now, ZoneId.systemDefault());
    return new RunViewHtml(tree, times, addresses).write();
  }

  /** A state as the run view tells it, its sign and word in its colour, as HTML. */
  public static String state(State state) {
    RunViewLook look = RunViewLook.of(state);
    return "<span style=\"color:%s;white-space:nowrap\">%s %s</span>"
        .formatted(look.colour(), look.sign(), Html.text(RunViewLook.word(state)));
  }

  /** A duration as a run view tells it, such as {@code 12 ms} or {@code 3.2 s}. */
  public static String duration(Duration duration) {
    return RunViewTimes.duration(duration);
  }

  /** How a flow run has ended, in one line, as a chat or a service's log shows it. */
  public static String line(FlowRun run, Instant now) {
    State state = run.state();
    return "%s %s %s %s in %s%s"
        .formatted(
            state.type() == StateType.COMPLETED ? "✓" : "✗",
            run.flow(),
            run.shortId(),
            state.name(),
            duration(run.duration(now)),
            state.message().isEmpty() ? "" : ": " + state.message());
  }

  static MimeBundle render(RunTree tree, Instant now, ZoneId zone) {
    RunViewTimes times = new RunViewTimes(now, zone);
    return MimeBundle.html(
        new RunViewHtml(tree, times, run -> "").write(), new RunViewText(times).write(tree));
  }
}
