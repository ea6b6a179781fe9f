package dev.flowcell.dashboard;

import dev.flowcell.store.RunStore;
import dev.flowcell.store.Watch;
import io.javalin.http.sse.SseClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
  private final Set<SseClient> pages = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "flowcell-dashboard-beat");
            thread.setDaemon(true);
            return thread;
          });

  private @Nullable Watch watch;
  private boolean closed;

  Live(RunStore store) {
    this.store = store;
    beat.scheduleWithFixedDelay(
        () -> tell("beat", "."), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  /** Takes an open page, until it closes. */
  void open(SseClient page) {
    if (pages.size() >= MOST_PAGES) {
      page.close();
      return;
    }
    page.keepAlive();
    page.onClose(() -> leave(page));
    enter(page);
    page.sendEvent("beat", ".");
  }

  private synchronized void enter(SseClient page) {
    pages.add(page);
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
    tell("changed", flowRunIds.isEmpty() ? "*" : String.join(" ", flowRunIds));
  }

  private void tell(String event, String data) {
    for (SseClient page : pages) {
      page.sendEvent(event, data);
    }
  }

  @Override
  public void close() {
    beat.shutdownNow();
    synchronized (this) {
      closed = true;
      unwatch();
    }
    pages.forEach(SseClient::close);
  }
}
