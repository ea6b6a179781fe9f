package dev.flowcell.render;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.run.RunTree;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

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

  /** A duration as a run view tells it, such as {@code 12 ms} or {@code 3.2 s}. */
  public static String duration(Duration duration) {
    return RunViewTimes.duration(duration);
  }

  static MimeBundle render(RunTree tree, Instant now, ZoneId zone) {
    RunViewTimes times = new RunViewTimes(now, zone);
    return MimeBundle.html(
        new RunViewHtml(tree, times).write(), new RunViewText(times).write(tree));
  }
}
