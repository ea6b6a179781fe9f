package dev.flowcell.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The journal of a process that is gone. Whoever has one holds its lease until it is closed, so
 * that no two fold the same. For one thread.
 */
public final class AbandonedJournal implements AutoCloseable {

  private AbandonedJournal() {}

  /**
   * The journals whose process is gone and that nobody else has taken. Leaves alone what it can't
   * read: journals of a newer Flowcell, files of other programs.
   *
   * @param folder where the journals of all processes are; it may be missing
   * @param notice told in a sentence what is left alone and why
   * @throws IOException if the folder can't be listed
   */
  public static List<AbandonedJournal> in(Path folder, Consumer<String> notice) throws IOException {
    return List.of();
  }

  public String processId() {
    throw new UnsupportedOperationException();
  }

  /** When its process was last known to live. */
  public Instant lastSeen() {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads events from a place on. An event cut off at the end is none; what is damaged before it is
   * skipped and counted.
   *
   * @param maxBytes about how much of the files to read at most; one event is read however long
   */
  public Batch read(Position from, int maxBytes) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** At how many places events were lost because a file is damaged, as far as it has been read. */
  public int damages() {
    throw new UnsupportedOperationException();
  }

  /** Deletes all its files; the lease is given back by {@link #close}. */
  public void delete() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Gives the lease back; a journal that was not deleted is found again. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
