package dev.flowcell.engine;

import dev.flowcell.cell.CellInterruptedError;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a body that may not take longer than a given time. It runs on a thread of its own,
 * which is stopped when the time is over, and left behind when it does not stop: the caller goes
 * on. For one call; {@link #call} belongs to the run's thread, all else to any.
 */
final class TimedBody<R extends @Nullable Object> {

  /** For code to come to its end when it is stopped; shorter than what the kernel gives a cell. */
  static final Duration GRACE = Duration.ofMillis(1_500);

  private final String subject;
  private final Duration most;
  private final Callable<R> body;
  private final Supplier<Stint> begin;
  private final Consumer<String> whenLate;
  private final Timer timer;

  private @Nullable Stint stint;
  private Runnable callOff = () -> {};
  private @Nullable R result;
  private @Nullable Throwable thrown;
  private @Nullable String late;
  private @Nullable TimeoutException exception;
  private boolean stopped;
  private boolean done;
  private boolean leftBehind;

  /**
   * An attempt that has not begun.
   *
   * @param subject what takes its time, for the message
   * @param begin begins the stint of the thread that calls it
   * @param whenLate is told in words that the time is over, right before the body is stopped
   */
  TimedBody(
      String subject,
      Duration most,
      Callable<R> body,
      Supplier<Stint> begin,
      Consumer<String> whenLate,
      Timer timer) {
    this.subject = subject;
    this.most = most;
    this.body = body;
    this.begin = begin;
    this.whenLate = whenLate;
    this.timer = timer;
  }

  /**
   * Runs it and waits.
   *
   * @throws TimeoutException when the time was over before the body was
   * @throws CellInterruptedError when the wait was stopped
   * @throws Exception what the body threw
   */
  R call() throws Exception {
    // the run, its output and the class loader go along: a thread inherits them from its maker
    Thread thread = new Thread(this::run, subject);
    thread.setDaemon(true);
    synchronized (this) {
      callOff = timer.after(most, this::timeIsOver);
      thread.start();
      while (!done && !leftBehind) {
        try {
          wait();
        } catch (InterruptedException e) {
          stop();
        }
      }
      callOff.run();
      return outcome();
    }
  }

  /** Whether that is the exception which says that the time was over. */
  synchronized boolean isLate(Throwable thrown) {
    return thrown == exception;
  }

  /** Whether the body does not stop, and goes on by itself. */
  synchronized boolean isLeftBehind() {
    return leftBehind || (thrown instanceof CellInterruptedError error && error.isCodeLeftBehind());
  }

  @SuppressWarnings("NullAway") // null stands for no value, where R says so
  private R outcome() throws Exception {
    if (late != null) {
      exception = new TimeoutException(late); // here, since its trace names the caller
      throw exception;
    }
    if (leftBehind) {
      throw CellInterruptedError.leavingCodeBehind();
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof Exception exception) {
      throw exception;
    }
    if (stopped) {
      throw new CellInterruptedError();
    }
    return result;
  }

  private void run() {
    R value = null;
    Throwable failure = null;
    try (Stint mine = begin.get()) {
      synchronized (this) {
        stint = mine;
        if (stopped) {
          mine.stop();
        }
      }
      value = body.call();
    } catch (Throwable e) {
      failure = e;
    }
    synchronized (this) {
      result = value;
      thrown = failure;
      done = true;
      notifyAll();
    }
  }

  private synchronized void timeIsOver() {
    if (!done && !stopped) {
      String message = subject + " has taken longer than " + words(most);
      late = message;
      whenLate.accept(message);
      stop();
    }
  }

  private synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    callOff.run();
    callOff = timer.after(GRACE, this::graceIsOver);
    if (stint != null) {
      stint.stop();
    }
  }

  private synchronized void graceIsOver() {
    leftBehind = !done;
    notifyAll();
  }

  /** As a magic line has it: {@code 200ms}, {@code 1.5s}, {@code 2m}. */
  static String words(Duration time) {
    return time.compareTo(Duration.ofSeconds(1)) < 0
        ? time.toMillis() + "ms"
        : time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
