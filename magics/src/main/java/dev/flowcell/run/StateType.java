package dev.flowcell.run;

/** The few types of state that logic asks about; names for readers stand in {@link State#name}. */
public enum StateType {
  SCHEDULED,
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLING,
  CANCELLED,
  CRASHED;

  /** Whether a run in such a state has ended. */
  public boolean isTerminal() {
    return switch (this) {
      case COMPLETED, FAILED, CANCELLED, CRASHED -> true;
      case SCHEDULED, PENDING, RUNNING, CANCELLING -> false;
    };
  }
}
