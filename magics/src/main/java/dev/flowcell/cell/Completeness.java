package dev.flowcell.cell;

/**
 * Whether code can be run as it stands.
 *
 * @param status the answer
 * @param indent what a next line begins with, for {@link Status#INCOMPLETE}
 */
public record Completeness(Status status, String indent) {

  public static final Completeness COMPLETE = new Completeness(Status.COMPLETE, "");
  public static final Completeness INVALID = new Completeness(Status.INVALID, "");

  /** Jupyter's answers to is_complete_request. */
  public enum Status {
    COMPLETE,
    INCOMPLETE,
    INVALID,
    UNKNOWN
  }

  public static Completeness incomplete(String indent) {
    return new Completeness(Status.INCOMPLETE, indent);
  }
}
