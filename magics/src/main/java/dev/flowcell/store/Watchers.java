package dev.flowcell.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Those who are told of changes, on a thread that lives while there are any. The first is told at
 * once, what follows closely is told together. Thread-safe.
 */
public final class Watchers {

  /** Between one telling and the next. */
  private static final long PAUSE_MILLIS = 50;

  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  /** The changes to be told, or null where nothing has changed; all of them where it is empty. */
  private @Nullable Set<String> changed;

  private boolean isTelling;

  /** Whether somebody watches. */
  public boolean any() {
    return !watchers.isEmpty();
  }

  /** Tells the listener from now on. */
  public Watch add(Consumer<Set<String>> listener) {
    Watcher watcher = new Watcher(listener);
    watchers.add(watcher);
    return watcher;
  }

  /** Says that these flow runs have changed, or none for anything. Returns at once. */
  public synchronized void tell(Set<String> flowRunIds) {
    if (watchers.isEmpty()) {
      return;
    }
    if (changed == null) {
      changed = new HashSet<>(flowRunIds);
    } else if (!changed.isEmpty()) {
      merge(flowRunIds);
    }
    if (!isTelling) {
      isTelling = true;
      Thread teller = new Thread(null, this::tellAll, "flowcell-changes", 0, false);
      teller.setDaemon(true);
      teller.start();
    }
  }

  private void merge(Set<String> flowRunIds) {
    if (flowRunIds.isEmpty()) {
      changed = new HashSet<>();
    } else if (changed != null) {
      changed.addAll(flowRunIds);
    }
  }

  private void tellAll() {
    Set<String> told = next();
    while (told != null) {
      for (Watcher watcher : watchers) {
        watcher.tell(told);
      }
      pause();
      told = next();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      // a listener's own doing; nobody else knows this thread
    }
  }

  private synchronized @Nullable Set<String> next() {
    Set<String> told = changed;
    changed = null;
    isTelling = told != null;
    return told;
  }

  private final class Watcher implements Watch {

    private final Consumer<Set<String>> listener;

    Watcher(Consumer<Set<String>> listener) {
      this.listener = listener;
    }

    void tell(Set<String> flowRunIds) {
      try {
        listener.accept(Set.copyOf(flowRunIds));
      } catch (RuntimeException e) {
        // who is told must not keep the others from it
      }
    }

    @Override
    public void close() {
      watchers.remove(this);
    }
  }
}
