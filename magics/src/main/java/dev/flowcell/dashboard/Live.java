package dev.flowcell.dashboard;

import dev.flowcell.store.RunStore;
import dev.flowcell.store.Watch;
import io.javalin.http.sse.SseClient;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells open pages that something has changed; they then fetch themselves again. The store is
 * watched only while a page is open. Thread-safe.
 */
final class Live implements AutoCloseable {

  private static final int MOST_PAGES = 200;

  /** A page that has heard nothing for longer takes the connection for lost. */
  private static final int BEAT_SECONDS = 10;

  private final RunStore store;
  private final Map<SseClient, OpenPage> pages = new ConcurrentHashMap<>();
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(daemons("flowcell-dashboard-beat"));

  /** One for each page that is told something just now. */
  private final Executor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          daemons("flowcell-dashboard-live"));

  private @Nullable Watch watch;
  private boolean closed;

  Live(RunStore store) {
    this.store = store;
    beat.scheduleWithFixedDelay(
        () -> tell("beat", Set.of(".")), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Takes an open page, until it closes. */
  void open(SseClient page) {
    if (pages.size() >= MOST_PAGES) {
      page.close();
      return;
    }
    page.keepAlive();
    page.onClose(() -> leave(page));
    OpenPage open = new OpenPage(page::sendEvent, threads);
    enter(page, open);
    open.tell("beat", Set.of("."));
  }

  private synchronized void enter(SseClient page, OpenPage open) {
    pages.put(page, open);
    if (watch == null && !closed) {
      watch = store.watch(this::changed);
    }
  }

  private synchronized void leave(SseClient page) {
    pages.remove(page);
    if (pages.isEmpty()) {
      unwatch();
    }
  }

  private void unwatch() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  private void changed(Set<String> flowRunIds) {
    tell("changed", flowRunIds.isEmpty() ? Set.of("*") : flowRunIds);
  }

  private void tell(String event, Set<String> words) {
    pages.values().forEach(page -> page.tell(event, words));
  }

  @Override
  public void close() {
    beat.shutdownNow();
    synchronized (this) {
      closed = true;
      unwatch();
    }
    pages.keySet().forEach(SseClient::close);
  }
}
