package dev.flowcell.run;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One state of a run. Set once per change, never changed; a run's states in order are its history.
 *
 * @param type what logic asks about
 * @param name what a reader sees, such as {@code Retrying} for type {@code RUNNING}
 * @param message one line, or empty; for a failure the exception's class and message
 * @param at when it was reached
 * @param attempt the attempt it belongs to, from 1; 0 before the first
 * @param next when the next attempt begins, for {@code AwaitingRetry}; else null
 * @param detail more lines, such as the frames of a failure; empty where there is nothing
 */
public record State(
    StateType type,
    String name,
    String message,
    Instant at,
    int attempt,
    @Nullable Instant next,
    String detail) {

  /** The name of the state between two attempts. */
  public static final String AWAITING_RETRY = "AwaitingRetry";

  /** The name of the state of a run whose result an earlier run had given. */
  public static final String CACHED = "Cached";

  /** The name of the state of a run that took longer than it may. */
  public static final String TIMED_OUT = "TimedOut";

  /** The name of the state of a run that begins later than it was to. */
  public static final String LATE = "Late";

  /** The name of the state of a run that is left out because an earlier one goes on. */
  public static final String SKIPPED = "Skipped";

  /**
   * The first state of a run that no code has called: a schedule, or somebody elsewhere, wants it.
   */
  public static State scheduled(Instant at, String message) {
    return new State(StateType.SCHEDULED, "Scheduled", message, at, 0, null, "");
  }

  /** It was to begin before now. */
  public static State late(Instant at, String message) {
    return new State(StateType.SCHEDULED, LATE, message, at, 0, null, "");
  }

  /** It is left out. */
  public static State skipped(Instant at, String message) {
    return new State(StateType.CANCELLED, SKIPPED, message, at, 0, null, "");
  }

  public static State pending(Instant at) {
    return new State(StateType.PENDING, "Pending", "", at, 0, null, "");
  }

  /** The state of a running attempt: {@code Running} for the first, {@code Retrying} after it. */
  public static State running(Instant at, int attempt) {
    String name = attempt == 1 ? "Running" : "Retrying";
    return new State(StateType.RUNNING, name, "", at, attempt, null, "");
  }

  /**
   * The state between two attempts.
   *
   * @param attempt the attempt that failed
   * @param next when the next one begins
   * @param message why the attempt failed
   */
  public static State awaitingRetry(
      Instant at, int attempt, Instant next, String message, String detail) {
    return new State(StateType.SCHEDULED, AWAITING_RETRY, message, at, attempt, next, detail);
  }

  public static State completed(Instant at, int attempt) {
    return new State(StateType.COMPLETED, "Completed", "", at, attempt, null, "");
  }

  public static State failed(Instant at, int attempt, String message, String detail) {
    return new State(StateType.FAILED, "Failed", message, at, attempt, null, detail);
  }

  public static State cancelled(Instant at, int attempt, String message) {
    return new State(StateType.CANCELLED, "Cancelled", message, at, attempt, null, "");
  }

  /** A completed run whose result an earlier run had given. */
  public static State cached(Instant at, String message) {
    return new State(StateType.COMPLETED, CACHED, message, at, 0, null, "");
  }

  /** A failure for want of time. */
  public static State timedOut(Instant at, int attempt, String message, String detail) {
    return new State(StateType.FAILED, TIMED_OUT, message, at, attempt, null, detail);
  }

  /** Somebody has asked for its end. */
  public static State cancelling(Instant at, int attempt, String message) {
    return new State(StateType.CANCELLING, "Cancelling", message, at, attempt, null, "");
  }

  /**
   * Its process is gone.
   *
   * @param at when the process was last known to live
   */
  public static State crashed(Instant at, int attempt, String message) {
    return new State(StateType.CRASHED, "Crashed", message, at, attempt, null, "");
  }

  State withTexts(UnaryOperator<String> change) {
    return new State(type, name, change.apply(message), at, attempt, next, change.apply(detail));
  }
}
