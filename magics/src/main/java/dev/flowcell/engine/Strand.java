package dev.flowcell.engine;

import dev.flowcell.engine.Turns.Need;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of work: the runs that call each other on one thread, the outermost first. */
final class Strand {

  /** The strand whose code started the thread of this one, and may wait for it; or null. */
  final @Nullable Strand outer;

  private volatile @Nullable ActiveRun innermost;

  // Guarded by Turns

  /** What it passes, or wants to pass. */
  final List<Need> needs = new ArrayList<>(3);

  boolean holds;

  /** What it waits for to go on, or null. */
  Turns.@Nullable Request asks;

  /** How many waits it has given its turns back for. */
  int pauses;

  Strand(@Nullable Strand outer) {
    this.outer = outer;
  }

  /** The run whose code it is in now, or null. */
  @Nullable ActiveRun innermost() {
    return innermost;
  }

  void innermost(@Nullable ActiveRun run) {
    innermost = run;
  }
}
