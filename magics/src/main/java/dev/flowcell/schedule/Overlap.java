package dev.flowcell.schedule;

import java.util.Locale;

/** What becomes of a time that comes while an earlier run of the same schedule still goes on. */
public enum Overlap {
  /** It is left out: its run is Skipped. */
  SKIP,
  /** Its run waits until those before it have ended. */
  QUEUE,
  /** Its run goes on beside them. */
  ALLOW;

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
