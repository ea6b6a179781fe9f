package dev.flowcell.engine;

import dev.flowcell.cell.CellInterruptedError;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The result of a submitted task, now or later. Give it to other tasks in place of the result: they
 * begin when it is there. While a task waits for it, others have its turn. Thread-safe.
 */
public final class TaskFuture<R extends @Nullable Object> extends AwaitedFuture<R> {

  private final Submission<R> submission;
  private volatile boolean lookedAt;

  TaskFuture(Submission<R> submission, Waits waits) {
    super(waits);
    this.submission = submission;
  }

  /**
   * Waits for the result.
   *
   * @return what the task returned; what it threw comes out unchanged
   * @throws CancellationException when it was cancelled
   * @throws CellInterruptedError when the wait is interrupted
   */
  public R result() {
    try {
      return join();
    } catch (CompletionException e) {
      throw unchanged(e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * Cancels the task: it does not begin, or its code is stopped.
   *
   * @param mayInterruptIfRunning without a meaning
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    CancellationException reason = new CancellationException(label() + " was cancelled");
    if (!isDone()) {
      submission.cancel(reason);
      var unused = completeExceptionally(reason);
    }
    return isCancelled();
  }

  /** The id of its task run. */
  public String runId() {
    return submission.run.id;
  }

  /** The run as a person names it, such as {@code clean-2}. */
  String label() {
    return submission.run.label();
  }

  @Override
  void lookedAt() {
    lookedAt = true;
  }

  /** Whether somebody has asked how it ended, or was waiting for it. */
  boolean isLookedAt() {
    return lookedAt;
  }

  /** The run as a person names it, such as {@code clean-2}, and how far it is. */
  @Override
  public String toString() {
    return label() + ": " + standing();
  }

  private String standing() {
    if (!isDone()) {
      return "not done yet";
    }
    if (isCancelled()) {
      return "cancelled";
    }
    return isCompletedExceptionally() ? "failed" : "done";
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException unchanged(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
