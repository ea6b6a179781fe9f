package dev.flowcell.store.journal;

import dev.flowcell.store.journal.Segment.Standing;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The journal of a process that is gone. Whoever has one holds its lease until it is closed, so
 * that no two fold the same. For one thread.
 */
public final class AbandonedJournal implements AutoCloseable {

  private final JournalFiles files;
  private final Lease lease;
  private final Instant lastSeen;
  private final Position limit;
  private final JournalReader reader;

  private AbandonedJournal(JournalFiles files, Lease lease, Instant lastSeen, int lastSegment) {
    this.files = files;
    this.lease = lease;
    this.lastSeen = lastSeen;
    this.limit = new Position(lastSegment, Long.MAX_VALUE);
    this.reader = new JournalReader(files);
  }

  /**
   * The journals whose process is gone and that nobody else has taken. Leaves alone what it can't
   * read: journals of a newer Flowcell, files of other programs.
   *
   * @param folder where the journals of all processes are; it may be missing
   * @param notice told in a sentence what is left alone and why
   * @throws IOException if the folder can't be listed
   */
  public static List<AbandonedJournal> in(Path folder, Consumer<String> notice) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<AbandonedJournal> found = new ArrayList<>();
    for (JournalFiles files : JournalFiles.in(folder)) {
      try {
        take(files, notice).ifPresent(found::add);
      } catch (IOException e) {
        notice.accept("The journal " + files.lock() + " can't be read and is left alone: " + e);
      }
    }
    return found;
  }

  private static Optional<AbandonedJournal> take(JournalFiles files, Consumer<String> notice)
      throws IOException {
    Set<Standing> standings = standings(files);
    if (standings.equals(EnumSet.of(Standing.FOREIGN))) {
      notice.accept(
          files.segment(files.segments().first())
              + " is not a journal of Flowcell and is left alone; move it away");
      return Optional.empty();
    }
    Instant beat = time(files.lock());
    Lease lease = Lease.take(files.lock()).orElse(null);
    if (lease == null) {
      return Optional.empty();
    }
    boolean kept = false;
    try {
      // only now, because whoever had the lease may have changed them
      TreeSet<Integer> segments = files.segments();
      if (segments.isEmpty()) {
        lease.delete();
        return Optional.empty();
      }
      if (standings(files).contains(Standing.NEWER)) {
        notice.accept(
            files.segment(segments.first())
                + " was written by a newer Flowcell and is left alone; update Flowcell to see its"
                + " runs");
        return Optional.empty();
      }
      int last = segments.last();
      Instant written = time(files.segment(last));
      Instant lastSeen = written.isAfter(beat) ? written : beat;
      kept = true;
      return Optional.of(new AbandonedJournal(files, lease, lastSeen, last));
    } finally {
      if (!kept) {
        lease.close();
      }
    }
  }

  private static Set<Standing> standings(JournalFiles files) throws IOException {
    Set<Standing> standings = EnumSet.noneOf(Standing.class);
    for (int number : files.segments()) {
      Path segment = files.segment(number);
      try {
        standings.add(Segment.standing(segment));
      } catch (FileNotFoundException e) {
        // whoever has the lease deletes segments at any moment; what is there is refused to us
        if (Files.exists(segment)) {
          throw e;
        }
      }
    }
    return standings;
  }

  /** When a file was last changed; the beginning of time where it is missing. */
  private static Instant time(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }

  public String processId() {
    return files.processId();
  }

  /** When its process was last known to live. */
  public Instant lastSeen() {
    return lastSeen;
  }

  /**
   * Reads events from a place on. An event cut off at the end is none; what is damaged before it is
   * skipped and counted.
   *
   * @param maxBytes about how much of the files to read at most; one event is read however long
   */
  public Batch read(Position from, int maxBytes) throws IOException {
    return reader.read(from, maxBytes, limit);
  }

  /** At how many places events were lost because a file is damaged, as far as it has been read. */
  public int damages() {
    return reader.damages();
  }

  /** Deletes all its files; the lease is given back by {@link #close}. */
  public void delete() throws IOException {
    files.deleteSegments();
    lease.delete();
  }

  /** Gives the lease back; a journal that was not deleted is found again. */
  @Override
  public void close() {
    try {
      lease.close();
    } catch (IOException e) {
      // the lock is gone with its descriptor all the same
    }
  }
}
