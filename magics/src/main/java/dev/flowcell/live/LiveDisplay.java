package dev.flowcell.live;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunTree;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One display of a cell that follows its runs until the last of them has ended. Only the beat's
 * steps touch it.
 */
final class LiveDisplay {

  /** Four frames a second at most. */
  static final Duration BETWEEN_FRAMES = Duration.ofMillis(250);

  /** How often durations and countdowns move on where nothing else changes. */
  static final Duration BETWEEN_TICKS = Duration.ofSeconds(1);

  /** Drawing takes no more than a quarter of a processor, however large a run has become. */
  private static final int REST_PER_WORK = 3;

  private final String id;
  private final CellOutput output;
  private final Supplier<RunTree> tree;
  private final Runnable whenOver;
  private final Projector projector;

  private @Nullable RunTree shown;
  private Instant shownAt = Instant.MIN;
  private boolean closing;
  private volatile boolean over;

  /**
   * A display that is not yet shown.
   *
   * @param tree what to show, now
   * @param whenOver is told when no run can change any more
   */
  LiveDisplay(
      String id,
      CellOutput output,
      Supplier<RunTree> tree,
      Runnable whenOver,
      Projector projector) {
    this.id = id;
    this.output = output;
    this.tree = tree;
    this.whenOver = whenOver;
    this.projector = projector;
  }

  /** Shows the display for the first time, unless that has been done. */
  void begin() {
    if (shown != null) {
      return;
    }
    show(tree.get(), projector.clock().instant());
    projector.beat().after(BETWEEN_FRAMES, this::frame);
  }

  /** Shows how it ended. Runs that other threads still work on are followed to their end. */
  void close() {
    if (over) {
      return;
    }
    begin();
    closing = true;
    RunTree current = tree.get();
    if (!current.equals(shown)) {
      show(current, projector.clock().instant());
    }
    endWhenDone(current);
  }

  /** Whether it shows the end, and nothing more can change. */
  boolean isOver() {
    return over;
  }

  private void frame() {
    if (over) {
      return;
    }
    RunTree current = tree.get();
    Instant now = projector.clock().instant();
    boolean ticks = !hasEnded(current) && !now.isBefore(shownAt.plus(BETWEEN_TICKS));
    long begun = System.nanoTime();
    if (ticks || !current.equals(shown)) {
      show(current, now);
    }
    Duration work = Duration.ofNanos(System.nanoTime() - begun);
    endWhenDone(current);
    Duration rest = work.multipliedBy(REST_PER_WORK);
    projector.beat().after(rest.compareTo(BETWEEN_FRAMES) > 0 ? rest : BETWEEN_FRAMES, this::frame);
  }

  private void endWhenDone(RunTree current) {
    if (closing && !over && hasEnded(current)) {
      over = true;
      whenOver.run();
    }
  }

  private void show(RunTree current, Instant now) {
    try {
      MimeBundle bundle = draw(current, now);
      if (shown == null) {
        output.display(bundle, id);
      } else {
        output.update(id, bundle);
      }
    } catch (RuntimeException e) {
      // a cell that takes no output is no reason for a run to fail
    }
    shown = current;
    shownAt = now;
  }

  private MimeBundle draw(RunTree current, Instant now) {
    try {
      return projector.view().apply(current, now);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      return MimeBundle.text("The run cannot be drawn: " + e);
    }
  }

  private static boolean hasEnded(RunTree tree) {
    return (tree.flow() == null || hasEnded(tree.flow()))
        && tree.tasks().stream().allMatch(LiveDisplay::hasEnded)
        && tree.subflows().stream().allMatch(LiveDisplay::hasEnded);
  }

  private static boolean hasEnded(Run run) {
    return run.state().type().isTerminal();
  }
}
