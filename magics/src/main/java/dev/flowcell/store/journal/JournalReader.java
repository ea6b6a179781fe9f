package dev.flowcell.store.journal;

import dev.flowcell.run.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal in batches. Between two of them it holds nothing but the texts of the segment it
 * has come to. Not thread-safe.
 */
final class JournalReader {

  private final JournalFiles files;
  private final EventReader events = new EventReader();

  /** The place that {@link #events} knows the texts before. */
  private @Nullable Position known;

  private int damages;

  JournalReader(JournalFiles files) {
    this.files = files;
  }

  /** At how many places something was lost. */
  int damages() {
    return damages;
  }

  /**
   * Some events from a place on; none at the limit only.
   *
   * @param maxBytes about how much to read; one event however long
   */
  Batch read(Position from, int maxBytes, Position limit) throws IOException {
    Position begin = from;
    while (true) {
      boolean last = begin.segment() >= limit.segment();
      Batch batch = readSegment(begin, maxBytes, last ? limit.offset() : Long.MAX_VALUE, !last);
      OptionalInt next = last ? OptionalInt.empty() : files.segmentAfter(begin.segment());
      if (!batch.events().isEmpty() || next.isEmpty() || next.getAsInt() > limit.segment()) {
        return batch;
      }
      begin = new Position(next.getAsInt(), 0);
    }
  }

  private Batch readSegment(Position from, int maxBytes, long limit, boolean whole)
      throws IOException {
    Path file = files.segment(from.segment());
    boolean goesOn = from.equals(known);
    if (!goesOn && !isReadable(file)) {
      return new Batch(List.of(), from);
    }
    known = null;
    if (!goesOn) {
      events.forgetTexts();
    }
    long begin = Math.max(from.offset(), Segment.HEADER_BYTES);
    try (FrameReader frames = new FrameReader(file, goesOn ? begin : Segment.HEADER_BYTES, limit)) {
      List<RunEvent> read = new ArrayList<>();
      while ((read.isEmpty() || frames.end() - begin < maxBytes) && frames.next()) {
        if (frames.start() < begin) {
          events.readText(frames.array(), frames.contentStart(), frames.contentLength());
        } else {
          add(frames, read);
        }
      }
      if (read.isEmpty() && whole && frames.hasRest()) {
        damages++;
      }
      Position end = new Position(from.segment(), Math.max(begin, frames.end()));
      known = end;
      return new Batch(read, end);
    }
  }

  private void add(FrameReader frames, List<RunEvent> read) {
    if (frames.skipped()) {
      damages++;
    }
    try {
      RunEvent event = events.read(frames.array(), frames.contentStart(), frames.contentLength());
      if (event != null) {
        read.add(event);
      }
    } catch (IllegalArgumentException e) {
      damages++;
    }
  }

  private boolean isReadable(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    Segment.Standing standing = Segment.standing(file);
    if (standing == Segment.Standing.FOREIGN) {
      damages++;
    }
    return standing == Segment.Standing.READABLE;
  }
}
