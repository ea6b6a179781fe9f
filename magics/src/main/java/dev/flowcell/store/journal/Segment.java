package dev.flowcell.store.journal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * One file of a journal: eight bytes that tell what it is, then frames. A frame is a marker, the
 * length and the CRC-32 of what it holds, and that: an event, or a text that later events name by
 * its number. Each segment has its own texts, so that it can be read without the others.
 */
final class Segment {

  /** The format this Flowcell writes; raised with every change that an older one can't read. */
  static final int VERSION = 2;

  static final int HEADER_BYTES = 8;

  private static final int MAGIC = 0x464c4f57; // FLOW

  /** A byte that no text holds: where a frame is damaged, the next one is found by it. */
  static final byte MARKER = (byte) 0xfe;

  /** Marker, length, checksum. */
  static final int FRAME_BYTES = 1 + 4 + 4;

  // what a frame holds; its first byte
  static final int TEXT = 0;
  static final int FLOW_RUN_CREATED = 1;
  static final int TASK_RUN_CREATED = 2;
  static final int FLOW_RUN_CHANGED = 3;
  static final int TASK_RUN_CHANGED = 4;
  static final int TASK_RUN_RETURNED = 5;
  static final int LOGGED = 6;
  static final int ARTIFACT_ADDED = 7; // since version 2

  /** What a file is by its first bytes. */
  enum Standing {
    READABLE,
    /** Its process ended before it had written anything. */
    EMPTY,
    NEWER,
    FOREIGN
  }

  private Segment() {}

  static byte[] header() {
    return ByteBuffer.allocate(HEADER_BYTES).putInt(MAGIC).putInt(VERSION).array();
  }

  static Standing standing(Path file) throws IOException {
    byte[] begin;
    try (InputStream in = new FileInputStream(file.toFile())) {
      begin = in.readNBytes(HEADER_BYTES);
    }
    if (begin.length < HEADER_BYTES) {
      return Standing.EMPTY;
    }
    ByteBuffer header = ByteBuffer.wrap(begin);
    if (header.getInt() != MAGIC) {
      return Standing.FOREIGN;
    }
    int version = header.getInt();
    if (version < 1) {
      return Standing.FOREIGN;
    }
    return version > VERSION ? Standing.NEWER : Standing.READABLE;
  }
}
