package dev.flowcell.dashboard;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * A page in a browser, which is told of events. A browser that does not read holds up nobody: what
 * happens meanwhile it is told at once, together. Thread-safe.
 */
final class OpenPage {

  private final BiConsumer<String, String> browser;
  private final Executor threads;
  private final Map<String, Set<String>> untold = new LinkedHashMap<>();
  private boolean isTold;

  /**
   * An open page.
   *
   * @param browser takes an event and its words, and may block
   * @param threads where it blocks
   */
  OpenPage(BiConsumer<String, String> browser, Executor threads) {
    this.browser = browser;
    this.threads = threads;
  }

  /** Tells it soon; returns at once. */
  void tell(String event, Set<String> words) {
    synchronized (this) {
      untold.computeIfAbsent(event, name -> new LinkedHashSet<>()).addAll(words);
      if (isTold) {
        return;
      }
      isTold = true;
    }
    threads.execute(this::tellAll);
  }

  private void tellAll() {
    Map<String, Set<String>> next = next();
    while (!next.isEmpty()) {
      next.forEach((event, words) -> browser.accept(event, String.join(" ", words)));
      next = next();
    }
  }

  private synchronized Map<String, Set<String>> next() {
    Map<String, Set<String>> next = new LinkedHashMap<>(untold);
    untold.clear();
    isTold = !next.isEmpty();
    return next;
  }
}
