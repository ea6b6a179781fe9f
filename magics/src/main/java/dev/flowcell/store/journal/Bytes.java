package dev.flowcell.store.journal;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers and texts as bytes, in a buffer that grows and is used again. Not thread-safe. */
final class Bytes {

  /** What it keeps for the next time; one long line of a log must not hold its memory for ever. */
  private static final int KEPT = 1 << 16;

  /** What an array can be at most in any JVM. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private byte[] array = new byte[1024];
  private int size;

  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
    if (array.length > KEPT) {
      array = new byte[KEPT];
    }
  }

  /** Leaves room for what is filled in later. */
  void skip(int count) {
    room(count);
    size += count;
  }

  void int8(int value) {
    room(1);
    array[size++] = (byte) value;
  }

  void int32(int value) {
    room(4);
    int32(size, value);
    size += 4;
  }

  /** Puts a number where room was left. */
  void int32(int at, int value) {
    array[at] = (byte) (value >>> 24);
    array[at + 1] = (byte) (value >>> 16);
    array[at + 2] = (byte) (value >>> 8);
    array[at + 3] = (byte) value;
  }

  void int64(long value) {
    int32((int) (value >>> 32));
    int32((int) value);
  }

  /** A number in seven bits a byte, low ones first: small ones are short. */
  void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  void instant(Instant at) {
    int64(at.getEpochSecond());
    int32(at.getNano());
  }

  void maybeInstant(@Nullable Instant at) {
    int8(at == null ? 0 : 1);
    if (at != null) {
      instant(at);
    }
  }

  /**
   * The number of chars, then each char in one to three bytes as UTF-8 has it. A char beyond the
   * basic plane is two surrogates, each for itself, so that half of one survives as well.
   */
  void text(String text) {
    int length = text.length();
    varint(length);
    room(length < KEPT ? 3L * length : encodedLength(text));
    byte[] to = array;
    int at = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        to[at++] = (byte) c;
      } else if (c < 0x800) {
        to[at++] = (byte) (0xc0 | c >> 6);
        to[at++] = (byte) (0x80 | c & 0x3f);
      } else {
        to[at++] = (byte) (0xe0 | c >> 12);
        to[at++] = (byte) (0x80 | c >> 6 & 0x3f);
        to[at++] = (byte) (0x80 | c & 0x3f);
      }
    }
    size = at;
  }

  private static long encodedLength(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    return bytes;
  }

  void maybeText(@Nullable String text) {
    int8(text == null ? 0 : 1);
    if (text != null) {
      text(text);
    }
  }

  void maybeBytes(byte @Nullable [] bytes) {
    int8(bytes == null ? 0 : 1);
    if (bytes != null) {
      varint(bytes.length);
      room(bytes.length);
      System.arraycopy(bytes, 0, array, size, bytes.length);
      size += bytes.length;
    }
  }

  private void room(long more) {
    long needed = size + more;
    if (needed > array.length) {
      if (needed > MOST) {
        throw new OutOfMemoryError("an event of more than 2 GB");
      }
      array = Arrays.copyOf(array, (int) Math.min(MOST, Math.max(needed, 2L * array.length)));
    }
  }
}
