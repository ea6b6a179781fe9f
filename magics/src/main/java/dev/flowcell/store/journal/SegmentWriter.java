package dev.flowcell.store.journal;

import dev.flowcell.run.RunEvent;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

/** Appends events to one segment. Not thread-safe. */
final class SegmentWriter implements Closeable {

  private final int number;

  /** No channel, because an interrupt of the thread that appends would close it. */
  private final RandomAccessFile file;

  private final EventWriter events = new EventWriter();

  /** Behind the last whole event. */
  private long end;

  /**
   * Whether something may be behind the end: the disk has refused an append half way, or its thread
   * was stopped in the middle.
   */
  private boolean unfinished = true;

  /**
   * @param path an empty file, or one that holds nothing worth keeping
   */
  SegmentWriter(Path path, int number) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "rw");
    this.number = number;
  }

  /** Appends events whole, or fails and leaves the segment as it was. */
  void append(List<RunEvent> added) throws IOException {
    if (unfinished) {
      mend();
    }
    unfinished = true;
    Bytes frames = events.frames(added);
    file.write(frames.array(), 0, frames.size());
    end += frames.size();
    unfinished = false;
  }

  private void mend() throws IOException {
    events.forgetTexts();
    file.setLength(end);
    file.seek(end);
    if (end == 0) {
      file.write(Segment.header());
      end = Segment.HEADER_BYTES;
    }
  }

  int number() {
    return number;
  }

  long end() {
    return end;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
