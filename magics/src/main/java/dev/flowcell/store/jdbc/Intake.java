package dev.flowcell.store.jdbc;

import dev.flowcell.run.RunEvent;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.store.Watchers;
import dev.flowcell.store.journal.Batch;
import dev.flowcell.store.journal.Journal;
import dev.flowcell.store.journal.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where events come in: this process's journal, which the first event begins. Where no journal can
 * be made, memory. Thread-safe.
 */
final class Intake {

  /** How many events wait in memory while the disk takes none. */
  private static final int WAITING = 200_000;

  private final Path folder;
  private final Notices notices;
  private final Watchers watchers;

  private volatile @Nullable Journal journal;
  private volatile @Nullable InMemoryRunStore memory;
  private volatile boolean closed;

  /** The journal's reader is one thread at a time. */
  private final Object reading = new Object();

  /** Events that the disk has refused, in order; those behind them wait too. */
  private final Deque<RunEvent> refused = new ArrayDeque<>();

  private volatile boolean hasRefused;

  Intake(Path folder, Notices notices, Watchers watchers) {
    this.folder = folder;
    this.watchers = watchers;
    this.notices = notices;
  }

  /** Takes events, and never throws; whether there is something new in the journal. */
  boolean take(List<RunEvent> events) {
    if (closed) {
      return false;
    }
    Journal open = journal;
    if (open == null) {
      InMemoryRunStore instead = memory;
      if (instead == null) {
        begin();
        return take(events);
      }
      instead.onEvents(events);
      return false;
    }
    if (!hasRefused) {
      try {
        open.append(events);
        return true;
      } catch (UncheckedIOException e) {
        if (closed) {
          return false;
        }
        notices.tell(
            "Runs can't be written to "
                + folder
                + " and wait in memory: make room on the disk ("
                + e.getMessage()
                + ")");
      }
    }
    retry(open, events);
    return true;
  }

  /** Offers the journal once more what the disk has refused. */
  void retry() {
    Journal open = journal;
    if (hasRefused && open != null) {
      retry(open, List.of());
    }
  }

  private void retry(Journal open, List<RunEvent> events) {
    synchronized (refused) {
      events.forEach(this::keepWaiting);
      hasRefused = true;
      try {
        for (RunEvent first = refused.peek(); first != null; first = refused.peek()) {
          open.append(first);
          refused.remove();
        }
      } catch (UncheckedIOException e) {
        return;
      }
      hasRefused = false;
      notices.tell("Runs are written to " + folder + " again.");
    }
  }

  private void keepWaiting(RunEvent event) {
    if (refused.size() == WAITING) {
      notices.tell("The disk is still full, and so is memory: from now on runs are not kept");
    }
    if (refused.size() < WAITING) {
      refused.add(event);
    }
  }

  /** Makes sure that there is a journal, or memory. */
  synchronized void begin() {
    if (journal != null || memory != null) {
      return;
    }
    // on a thread that nobody interrupts: an interrupt would close the file under the lock
    Thread opener = new Thread(this::open, "flowcell-journal");
    opener.setDaemon(true);
    opener.start();
    joinAlways(opener);
    if (journal == null && memory == null) {
      memory = new InMemoryRunStore(watchers);
    }
  }

  private void open() {
    try {
      journal = Journal.open(folder, UUID.randomUUID().toString());
    } catch (IOException | RuntimeException | LinkageError e) {
      memory = new InMemoryRunStore(watchers);
      notices.tell(
          "Runs are kept in memory, for this session only: %s can't be used (%s); make it writable"
                  .formatted(folder, FileFailure.why(e))
              + " or set FLOWCELL_HOME to another folder");
    }
  }

  private static void joinAlways(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The journal, once it is begun. */
  @Nullable Journal journal() {
    return journal;
  }

  /** What keeps the runs where there can be no journal. */
  @Nullable InMemoryRunStore memory() {
    return memory;
  }

  /** The place behind the last event; the start where there is no journal. */
  Position end() {
    Journal open = journal;
    return open == null ? Position.START : open.end();
  }

  /** Whether all that came in is in the journal. */
  boolean isComplete() {
    return !hasRefused;
  }

  /** Reads the journal from a place on, for whoever folds it. */
  Batch read(Position from, int maxBytes) throws IOException {
    synchronized (reading) {
      Journal open = journal;
      return open == null ? new Batch(List.of(), from) : open.read(from, maxBytes);
    }
  }

  /** Shows all events from a place on; none is released meanwhile. */
  Position replay(Position from, int maxBytes, Consumer<RunEvent> listener) throws IOException {
    synchronized (reading) {
      Batch batch = read(from, maxBytes);
      while (!batch.events().isEmpty()) {
        batch.events().forEach(listener);
        batch = read(batch.end(), maxBytes);
      }
      return batch.end();
    }
  }

  /** Says that the events before a place are in the database. */
  void release(Position folded) {
    synchronized (reading) {
      Journal open = journal;
      if (open != null) {
        open.release(folded);
      }
    }
  }

  /** From now on events are dropped. */
  void close() {
    retry();
    closed = true;
  }
}
