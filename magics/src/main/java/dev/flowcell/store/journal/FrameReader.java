package dev.flowcell.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Finds the whole frames of a segment, one after the other; holds a window of the file and not all
 * of it. Not thread-safe.
 */
final class FrameReader implements Closeable {

  private static final int WINDOW_BYTES = 1 << 16;

  private final RandomAccessFile file;
  private final long limit;
  private final CRC32 checksum = new CRC32();
  private byte[] window = new byte[WINDOW_BYTES];
  private long windowStart;
  private int windowSize;

  private long start;
  private long end;
  private boolean skipped;

  /**
   * @param from where the first frame is sought
   * @param atMost where the last frame ends at the latest
   */
  FrameReader(Path path, long from, long atMost) throws IOException {
    file = new RandomAccessFile(path.toFile(), "r");
    limit = Math.min(atMost, file.length());
    start = from;
    end = from;
  }

  /** Goes on to the next whole frame, if there is one. */
  boolean next() throws IOException {
    for (long at = end; at + Segment.FRAME_BYTES < limit; at++) {
      int length = contentLength(at);
      if (length > 0) {
        skipped = at > end;
        start = at;
        end = at + Segment.FRAME_BYTES + length;
        return true;
      }
    }
    return false;
  }

  /** The length of what the frame at a place holds, or 0 where there is no frame. */
  private int contentLength(long at) throws IOException {
    load(at, Segment.FRAME_BYTES);
    ByteBuffer head = ByteBuffer.wrap(window, (int) (at - windowStart), Segment.FRAME_BYTES);
    if (head.get() != Segment.MARKER) {
      return 0;
    }
    int length = head.getInt();
    int expected = head.getInt();
    if (length <= 0 || length > limit - at - Segment.FRAME_BYTES) {
      return 0;
    }
    load(at, Segment.FRAME_BYTES + (long) length);
    checksum.reset();
    checksum.update(window, (int) (at - windowStart) + Segment.FRAME_BYTES, length);
    return (int) checksum.getValue() == expected ? length : 0;
  }

  private void load(long at, long count) throws IOException {
    if (at >= windowStart && at + count <= windowStart + windowSize) {
      return;
    }
    if (count > window.length) {
      window = new byte[Math.toIntExact(count)];
    }
    windowSize = 0;
    int size = (int) Math.min(window.length, limit - at);
    file.seek(at);
    file.readFully(window, 0, size);
    windowStart = at;
    windowSize = size;
  }

  long start() {
    return start;
  }

  /** The place behind the frame. */
  long end() {
    return end;
  }

  /** Whether something before the frame, behind the one before it, is damaged. */
  boolean skipped() {
    return skipped;
  }

  /** Whether something is left behind the last frame. */
  boolean hasRest() {
    return limit > end;
  }

  /** Holds what the frame holds; good until the next call of {@link #next}. */
  byte[] array() {
    return window;
  }

  int contentStart() {
    return (int) (start - windowStart) + Segment.FRAME_BYTES;
  }

  int contentLength() {
    return (int) (end - start) - Segment.FRAME_BYTES;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
