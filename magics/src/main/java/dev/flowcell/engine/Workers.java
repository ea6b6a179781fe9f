package dev.flowcell.engine;

import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads of submitted tasks. Each task has a small pool to itself as long as it goes on, so
 * that the parallel streams of its code run there and their threads are known to be its own. Pools
 * are used again; threads end when they have had nothing to do for a while. Thread-safe.
 */
final class Workers {

  private static final int PARALLELISM = Runtime.getRuntime().availableProcessors();
  private static final int MOST_THREADS = PARALLELISM + 256;
  private static final long KEEP_ALIVE_SECONDS = 10;

  private final Runnable whenThreadEnds;
  private final Deque<Worker> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger numbers = new AtomicInteger();

  /**
   * No threads yet.
   *
   * @param whenThreadEnds is called on each thread at its end
   */
  Workers(Runnable whenThreadEnds) {
    this.whenThreadEnds = whenThreadEnds;
  }

  /** What a worker does for one strand. */
  interface Work {

    /** Returns what the same worker does next, or null. */
    @Nullable Work doOn(Worker worker);
  }

  /** Does the work on a worker that has nothing else to do. */
  void execute(Work work) {
    Worker worker = idle.pollFirst();
    if (worker != null) {
      worker.next.add(work);
      return;
    }
    Worker fresh = new Worker(numbers.incrementAndGet());
    fresh.pool.execute(() -> fresh.doAll(work));
  }

  /** Whether the calling thread is one of these. */
  static boolean isWorker() {
    return Thread.currentThread() instanceof WorkerThread;
  }

  /** The strand that the calling thread, one of these, works for now, or null. */
  static @Nullable Strand strandOfWorker() {
    return ((WorkerThread) Thread.currentThread()).worker.strand;
  }

  /** A pool for one strand at a time. */
  final class Worker {

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threadNumbers = new AtomicInteger();
    private final int number;
    private final ForkJoinPool pool;
    private final BlockingQueue<Work> next = new ArrayBlockingQueue<>(1);
    private volatile @Nullable Strand strand;
    private volatile boolean stopped;

    Worker(int number) {
      this.number = number;
      pool =
          new ForkJoinPool(
              PARALLELISM,
              pool -> new WorkerThread(pool, this),
              null,
              false,
              0,
              MOST_THREADS,
              0,
              full -> true,
              KEEP_ALIVE_SECONDS,
              TimeUnit.SECONDS);
    }

    /** From now on its threads work for that strand, or for none. */
    void workFor(@Nullable Strand strand) {
      this.strand = strand;
    }

    /** Hands each of its threads to what stops it. It does nothing else afterwards. */
    void stop(Consumer<Thread> stop) {
      stopped = true;
      threads.forEach(stop);
    }

    /** Works, and waits for more, until none comes. */
    private void doAll(Work first) {
      for (Work work = first; work != null; work = awaitMore()) {
        Work follows = work;
        while (follows != null && !stopped) {
          follows = follows.doOn(this);
        }
        if (stopped) {
          pool.shutdown();
          if (follows != null) {
            execute(follows);
          }
          return;
        }
      }
      pool.shutdown();
    }

    private @Nullable Work awaitMore() {
      idle.addFirst(this);
      while (true) {
        try {
          Work more = next.poll(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
          if (more != null || idle.remove(this)) {
            return more;
          }
        } catch (InterruptedException e) {
          // user code has left it behind; nobody means this wait
        }
      }
    }

    private String threadName() {
      int thread = threadNumbers.incrementAndGet();
      return "task-worker-" + number + (thread == 1 ? "" : "-" + thread);
    }
  }

  private final class WorkerThread extends ForkJoinWorkerThread {

    private final Worker worker;

    WorkerThread(ForkJoinPool pool, Worker worker) {
      super(pool);
      this.worker = worker;
      setName(worker.threadName());
      setDaemon(true);
      worker.threads.add(this);
    }

    @Override
    protected void onTermination(@Nullable Throwable exception) {
      worker.threads.remove(this);
      whenThreadEnds.run();
      super.onTermination(exception);
    }
  }
}
