package dev.flowcell.kernel.java.classes;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInterruptedError;
import java.io.File;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What rewritten cell code calls, and nothing else: {@link ClassRewriter} puts these calls into
 * every class of a cell. Static because generated code has no other way to reach the kernel.
 */
public final class CellCalls {

  /**
   * Between two throws on one thread, so that a cell's {@code finally} blocks can do their work.
   */
  private static final long PAUSE_NANOS = 200_000_000L;

  /** The threads whose cells are to end; a new list for each change. */
  private static volatile Cancelled[] cancelled = {};

  private static volatile boolean anyCancelled;

  /** None of the common pool's threads can be told to work for another than the cancelled cell. */
  private static volatile boolean poolCancelled;

  private static volatile Consumer<Object> display = value -> {};

  private CellCalls() {}

  /** Stands at every method entry and behind every loop; throws on a cancelled thread. */
  public static void check() {
    if (anyCancelled) {
      throwIfCancelled();
    }
  }

  /** Stands in place of {@code System.exit}. */
  @SuppressWarnings("DoNotCallSuggester") // rewritten code calls it, and nobody else
  public static void exit(int status) {
    throw new CellErrorException(
        CellError.of(
            "ExitError",
            "a cell cannot end the kernel with exit("
                + status
                + "); restart or shut it down from the Kernel menu"));
  }

  /** Stands in place of {@code Runtime.exit} and {@code Runtime.halt}. */
  public static void exit(Runtime runtime, int status) {
    exit(status);
  }

  /** Stands in place of {@code Plot.show(figure)}. */
  public static void show(Object figure) {
    display.accept(figure);
  }

  /** Stands in place of {@code Plot.show(figure, divName)}. */
  public static void show(Object figure, String divName) {
    display.accept(figure);
  }

  /** Stands in place of {@code Plot.show(figure, file)}. */
  public static void show(Object figure, File file) {
    display.accept(figure);
  }

  /** Stands in place of {@code Plot.show(figure, divName, file)}. */
  public static void show(Object figure, String divName, File file) {
    display.accept(figure);
  }

  /** Leads from a method of a cell to the one that has been declared in its place since. */
  public static CallSite latest(MethodHandles.Lookup from, String method, MethodType type)
      throws ReflectiveOperationException {
    return ((CellClassLoader) from.lookupClass().getClassLoader()).link(from, method, type);
  }

  /** Shows figures by this from now on. */
  public static void displayWith(Consumer<Object> display) {
    CellCalls.display = display;
  }

  /** From now on cell code on that thread throws {@link CellInterruptedError}. */
  public static synchronized void cancel(Thread thread) {
    if (Arrays.stream(cancelled).noneMatch(each -> each.thread == thread)) {
      cancelled =
          Stream.concat(Arrays.stream(cancelled), Stream.of(new Cancelled(thread)))
              .toArray(Cancelled[]::new);
    }
    anyCancelled = true;
  }

  /** Cell code on that thread runs again. */
  public static synchronized void release(Thread thread) {
    cancelled =
        Arrays.stream(cancelled).filter(each -> each.thread != thread).toArray(Cancelled[]::new);
    anyCancelled = poolCancelled || cancelled.length > 0;
  }

  /** From now on cell code in parallel streams and the like throws, too, and waits there end. */
  public static synchronized void cancelPool() {
    poolCancelled = true;
    anyCancelled = true;
    Thread.getAllStackTraces().keySet().stream()
        .filter(CellCalls::isOfPool)
        .forEach(Thread::interrupt);
  }

  /**
   * Lets cell code in parallel streams run again, when what the cancelled cell has left there is
   * gone or the time is over.
   */
  public static void releasePool(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    boolean interrupted = false;
    while (!ForkJoinPool.commonPool().isQuiescent() && System.nanoTime() - until < 0) {
      try {
        Thread.sleep(1); // awaitQuiescence would run the cell's leavings on this thread
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (CellCalls.class) {
      poolCancelled = false;
      anyCancelled = cancelled.length > 0;
    }
  }

  private static boolean isOfPool(Thread thread) {
    return thread instanceof ForkJoinWorkerThread worker
        && worker.getPool() == ForkJoinPool.commonPool();
  }

  /**
   * Calls nearly nothing: a recursion that catches its stack overflows stays at the end of the
   * stack, and each frame that is needed here doubles the overflows until there is room for it.
   */
  private static void throwIfCancelled() {
    Thread thread = Thread.currentThread();
    if (poolCancelled && thread instanceof ForkJoinWorkerThread && isOfPool(thread)) {
      Thread.interrupted();
      throw new CellInterruptedError();
    }
    for (Cancelled each : cancelled) {
      if (each.thread == thread && System.nanoTime() - each.from >= 0) {
        Thread.interrupted(); // or bookkeeping that follows would fail at its first channel
        each.from = System.nanoTime() + PAUSE_NANOS;
        throw each.error;
      }
    }
  }

  private static final class Cancelled {
    final Thread thread;
    final CellInterruptedError error = new CellInterruptedError();

    /** When it throws next; only its thread changes it. */
    long from = System.nanoTime();

    Cancelled(Thread thread) {
      this.thread = thread;
    }
  }
}
