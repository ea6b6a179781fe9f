package dev.flowcell.store;

/** What somebody wants of a process, perhaps of another one. It is answered once. */
public sealed interface RunRequest {

  /** What the answer names. */
  String id();

  /**
   * A flow is to be run.
   *
   * @param parametersJson a JSON object of arguments by parameter
   */
  record Start(String id, String flow, String parametersJson) implements RunRequest {}

  /** A flow run is to be resumed. */
  record Resume(String id, String flowRunId) implements RunRequest {}

  /** What comes of a request. */
  sealed interface Answer {}

  /** It is done: this flow run has begun. */
  record Accepted(String flowRunId) implements Answer {}

  /** It is not done; the text says why and what to do. */
  record Refused(String why) implements Answer {}
}
