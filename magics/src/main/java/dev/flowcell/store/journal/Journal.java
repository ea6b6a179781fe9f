package dev.flowcell.store.journal;

import dev.flowcell.run.RunEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The journal of this process. Thread-safe; {@link #read} and {@link #release} are for the one
 * thread that folds it into the store.
 */
public final class Journal implements AutoCloseable {

  private static final int SEGMENT_BYTES = 16 << 20;

  private final JournalFiles files;
  private final Lease lease;
  private final int segmentBytes;
  private final JournalReader reader;
  private @Nullable SegmentWriter current;
  private boolean closed;
  private Position released = Position.START;

  private Journal(JournalFiles files, Lease lease, int segmentBytes) {
    this.files = files;
    this.lease = lease;
    this.segmentBytes = segmentBytes;
    this.reader = new JournalReader(files);
  }

  /**
   * Begins a journal and takes its lease. Its files appear with the first event.
   *
   * @param folder where the journals of all processes are; created where it is missing
   * @param processId what this journal is known by, unique over all processes and times; letters,
   *     digits, hyphens and underscores
   * @throws FileAlreadyExistsException if there is a journal of that id
   */
  public static Journal open(Path folder, String processId) throws IOException {
    return open(folder, processId, SEGMENT_BYTES);
  }

  /**
   * @param segmentBytes how long a file gets before the next one is begun
   */
  static Journal open(Path folder, String processId, int segmentBytes) throws IOException {
    JournalFiles files = JournalFiles.create(folder, processId);
    if (!files.segments().isEmpty()) {
      throw new FileAlreadyExistsException(files.segment(0).toString());
    }
    return new Journal(files, Lease.create(files.lock()), segmentBytes);
  }

  public String processId() {
    return files.processId();
  }

  /** Appends an event, as {@link #append(List)} does. */
  public void append(RunEvent event) {
    append(List.of(event));
  }

  /**
   * Appends events, which then survive the end of this process however it comes. Never waits for
   * the reader; an interrupt neither stops nor harms it.
   *
   * @throws UncheckedIOException if the disk refuses or the journal is closed; none of the events
   *     is in the journal then, and a later one may be
   */
  public synchronized void append(List<RunEvent> events) {
    try {
      segment().append(events);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the journal in " + files.folder() + " can't be written: " + e.getMessage(), e);
    }
  }

  private SegmentWriter segment() throws IOException {
    if (closed) {
      throw new IOException("it is closed");
    }
    SegmentWriter before = current;
    if (before == null) {
      current = begin(0);
    } else if (before.end() >= segmentBytes) {
      current = beginAfter(before);
    }
    return Objects.requireNonNull(current);
  }

  private SegmentWriter begin(int number) throws IOException {
    return new SegmentWriter(files.createSegment(number), number);
  }

  private SegmentWriter beginAfter(SegmentWriter full) {
    SegmentWriter next;
    try {
      next = begin(full.number() + 1);
    } catch (IOException e) {
      return full; // too many open files, perhaps; the full one can take more
    }
    closeQuietly(full);
    return next;
  }

  private static void closeQuietly(SegmentWriter segment) {
    try {
      segment.close();
    } catch (IOException e) {
      // what was appended is in the operating system
    }
  }

  /** The place behind the last event. */
  public synchronized Position end() {
    return current == null ? Position.START : new Position(current.number(), current.end());
  }

  /**
   * Reads events from a place on.
   *
   * @param maxBytes about how much of the files to read at most; one event is read however long
   */
  public Batch read(Position from, int maxBytes) throws IOException {
    return reader.read(from, maxBytes, end());
  }

  /**
   * Says that the events before a place are kept elsewhere; files that hold no other are deleted.
   */
  public void release(Position folded) {
    int first;
    synchronized (this) {
      if (folded.compareTo(released) <= 0) {
        return;
      }
      first = released.segment();
      released = folded;
    }
    for (int number = first; number < folded.segment(); number++) {
      try {
        Files.deleteIfExists(files.segment(number));
      } catch (IOException e) {
        // it only takes room
      }
    }
  }

  /** Notes that this process lives now, for {@link AbandonedJournal#lastSeen}. */
  public synchronized void beat() {
    if (!closed) {
      lease.beat();
    }
  }

  /**
   * Gives the lease back. Deletes the journal when all of it was released; else the next opener
   * finds it abandoned.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (current != null) {
      closeQuietly(current);
    }
    try (lease) {
      if (released.compareTo(end()) >= 0) {
        files.deleteSegments();
        lease.delete();
      }
    } catch (IOException e) {
      // what is left is found abandoned, and folding it again changes nothing
    }
  }
}
