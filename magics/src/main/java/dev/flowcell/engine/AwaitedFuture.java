package dev.flowcell.engine;

import dev.flowcell.cell.CellInterruptedError;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A future that lets others go on while a task waits for it, and whose waits an interrupt of the
 * cell ends. Those that come of it, such as by {@code thenApply}, do the same. Thread-safe.
 */
class AwaitedFuture<T extends @Nullable Object> extends CompletableFuture<T> {

  private final Waits waits;

  AwaitedFuture(Waits waits) {
    this.waits = waits;
  }

  /** Waits on the calling thread; returns however it ends. */
  private void park(long nanos) throws InterruptedException, TimeoutException {
    try {
      if (nanos == Long.MAX_VALUE) {
        super.get();
      } else {
        super.get(nanos, TimeUnit.NANOSECONDS);
      }
    } catch (ExecutionException | CancellationException e) {
      // for the caller to ask
    }
  }

  private void await(long nanos) throws InterruptedException, TimeoutException {
    if (!isDone()) {
      waits.during(() -> park(nanos));
    }
    lookedAt();
  }

  /** Somebody learns how it ended. */
  void lookedAt() {}

  /**
   * Waits for the result.
   *
   * @throws CompletionException when it failed, with what was thrown as its cause
   * @throws CellInterruptedError when the wait is interrupted
   */
  @Override
  public T join() {
    try {
      await(Long.MAX_VALUE);
      return super.join();
    } catch (InterruptedException | TimeoutException e) {
      throw new CellInterruptedError();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CellInterruptedError interrupted) {
        throw interrupted;
      }
      throw e;
    }
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    try {
      await(Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e); // there is no such time
    }
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    await(unit.toNanos(timeout));
    return super.get(0, TimeUnit.NANOSECONDS);
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    lookedAt();
    return new AwaitedFuture<>(waits);
  }
}
