package dev.flowcell.schedule;

/** What becomes of a time that comes while an earlier run of the same schedule still goes on. */
public enum Overlap {
  /** It is left out: its run is Skipped. */
  SKIP,
  /** Its run waits until those before it have ended. */
  QUEUE,
  /** Its run goes on beside them. */
  ALLOW
}
