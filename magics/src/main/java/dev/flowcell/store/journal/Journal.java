package dev.flowcell.store.journal;

import dev.flowcell.run.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The journal of this process. Thread-safe; {@link #read}, {@link #release} and {@link
 * #awaitBeyond} are for the one thread that folds it into the store.
 */
public final class Journal implements AutoCloseable {

  private final String processId;

  private Journal(String processId) {
    this.processId = processId;
  }

  /**
   * Begins a journal and takes its lease. Its files appear with the first event.
   *
   * @param folder where the journals of all processes are; created where it is missing
   * @param processId what this journal is known by, unique over all processes and times; letters,
   *     digits, hyphens and underscores
   */
  public static Journal open(Path folder, String processId) throws IOException {
    return new Journal(processId);
  }

  public String processId() {
    return processId;
  }

  /**
   * Appends an event, which then survives the end of this process however it comes. Never waits for
   * the reader; an interrupt neither stops nor harms it.
   *
   * @throws java.io.UncheckedIOException if the disk refuses or the journal is closed; the event is
   *     not in the journal then, and a later one may be
   */
  public void append(RunEvent event) {
    throw new UnsupportedOperationException();
  }

  /** The place behind the last event. */
  public Position end() {
    throw new UnsupportedOperationException();
  }

  /**
   * Waits for events behind a place, and says whether there are some; does not wait once closed.
   */
  public boolean awaitBeyond(Position seen, Duration atMost) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads events from a place on.
   *
   * @param maxBytes about how much of the files to read at most; one event is read however long
   */
  public Batch read(Position from, int maxBytes) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Says that the events before a place are kept elsewhere; files that hold no other are deleted.
   */
  public void release(Position folded) {
    throw new UnsupportedOperationException();
  }

  /** Notes that this process lives now, for {@link AbandonedJournal#lastSeen}. */
  public void beat() {
    throw new UnsupportedOperationException();
  }

  /**
   * Gives the lease back. Deletes the journal when all of it was released; else the next opener
   * finds it abandoned.
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
