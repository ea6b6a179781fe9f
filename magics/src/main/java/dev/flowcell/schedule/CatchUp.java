package dev.flowcell.schedule;

import java.util.Locale;

/** What becomes of times that came while nobody was there to run what was due. */
public enum CatchUp {
  /** They are left out. */
  NONE,
  /** The last of them is made up for. */
  LAST,
  /** All are made up for, the oldest first. */
  ALL;

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
