package dev.flowcell.schedule;

/** What becomes of times that came while nobody was there to run what was due. */
public enum CatchUp {
  /** They are left out. */
  NONE,
  /** The last of them is made up for. */
  LAST,
  /** All are made up for, the oldest first. */
  ALL
}
