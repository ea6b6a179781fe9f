package dev.flowcell.schedule;

import org.jspecify.annotations.Nullable;

/**
 * A claim that is not settled.
 *
 * @param run how far its run is; what a store can't tell yet is {@link Standing#UNKNOWN}
 */
public record OpenClaim(Claim claim, Standing run) {

  /** How far the run of a claim is. */
  public enum Standing {
    /** The store has no such run: it has just been claimed, or who claimed it died at once. */
    UNKNOWN,
    /** It is to begin, or goes on. */
    UNDER_WAY,
    /** It has ended. */
    ENDED,
    /** Its process has died. */
    CRASHED;

    /** The standing of a run whose state's type has that name, or of none where it is null. */
    public static Standing of(@Nullable String stateType) {
      if (stateType == null) {
        return UNKNOWN;
      }
      return switch (stateType) {
        case "CRASHED" -> CRASHED;
        case "COMPLETED", "FAILED", "CANCELLED" -> ENDED;
        default -> UNDER_WAY;
      };
    }
  }
}
