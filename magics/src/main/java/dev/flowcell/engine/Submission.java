package dev.flowcell.engine;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task run that has been asked for and has, or gets, a thread of its own. It begins once, or
 * never; it is over once. Thread-safe.
 */
final class Submission<R extends @Nullable Object> implements Runnable, Workers.Work {

  private enum Step {
    ASKED,
    BEGUN,
    OVER
  }

  final ActiveRun run;
  private final List<? extends @Nullable Object> arguments;
  private final TaskBody<R> body;
  private final Consumer<Throwable> whenFailed;
  private final Submissions all;
  private final TaskFuture<R> future;
  private final CountDownLatch over = new CountDownLatch(1);

  private Step step = Step.ASKED;
  private Workers.@Nullable Worker worker;
  private @Nullable Throwable cancelled;

  Submission(
      ActiveRun run,
      List<? extends @Nullable Object> arguments,
      TaskBody<R> body,
      Consumer<Throwable> whenFailed,
      Submissions all,
      Waits waits) {
    this.run = run;
    this.arguments = arguments;
    this.body = body;
    this.whenFailed = whenFailed;
    this.all = all;
    future = new TaskFuture<>(this, waits);
  }

  TaskFuture<R> future() {
    return future;
  }

  /** Its turn has come. */
  @Override
  public void run() {
    all.dispatch(this);
  }

  @Override
  public Workers.@Nullable Work doOn(Workers.Worker worker) {
    return all.runOn(this, worker);
  }

  /** The user's code. */
  R call() throws Exception {
    return body.call(arguments());
  }

  /** What the futures among its arguments, which are done, have given. */
  List<@Nullable Object> arguments() {
    return Futures.results(arguments);
  }

  /** The user's code has failed for good, if it was not stopped. */
  void failed(Throwable thrown) {
    if (cancelled() == null) {
      whenFailed.accept(thrown);
    }
  }

  synchronized boolean isToBegin() {
    return step == Step.ASKED;
  }

  /** Whether it begins, and now. */
  synchronized boolean begin(Workers.Worker worker) {
    if (step != Step.ASKED) {
      return false;
    }
    step = Step.BEGUN;
    this.worker = worker;
    return true;
  }

  /** Whether this is its end: one that was given up may come to another end later. */
  synchronized boolean end() {
    boolean now = step != Step.OVER;
    step = Step.OVER;
    worker = null;
    return now;
  }

  /** It does not begin, or its code is stopped. */
  void cancel(Throwable reason) {
    all.cancel(this, reason);
  }

  /**
   * Marks it cancelled; its code, if it has begun, is stopped.
   *
   * @return whether it was still to begin, and is over now
   */
  synchronized boolean cancel(Throwable reason, Consumer<Thread> stop) {
    if (cancelled == null) {
      cancelled = reason;
    }
    if (worker != null) {
      worker.stop(stop);
    }
    boolean asked = step == Step.ASKED;
    if (asked) {
      step = Step.OVER;
    }
    return asked;
  }

  /** What its future fails with in place of what its code threw, or null. */
  synchronized @Nullable Throwable cancelled() {
    return cancelled;
  }

  /** It has been told how it ended; nobody needs to wait for it any more. */
  void told() {
    over.countDown();
  }

  void await() throws InterruptedException {
    over.await();
  }

  /** Whether it is over in that time. */
  boolean await(long nanos) throws InterruptedException {
    return over.await(nanos, TimeUnit.NANOSECONDS);
  }
}
