package dev.flowcell.store.results;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link ValueWriter} wrote. Not thread-safe. Bytes that it did not write end in an
 * unchecked exception or a {@link MissingResultException}, and ask for little more memory than they
 * have themselves.
 */
final class ValueReader {

  /** More than a writer writes. */
  private static final int MAX_DEPTH = 1000;

  private final ValueKinds kinds;
  private final ByteBuffer bytes;
  private int depth;

  ValueReader(ValueKinds kinds, byte[] bytes) {
    this.kinds = kinds;
    this.bytes = ByteBuffer.wrap(bytes).order(ValueWriter.ORDER);
  }

  boolean isAtEnd() {
    return !bytes.hasRemaining();
  }

  @Nullable Object getValue() throws MissingResultException {
    int tag = getByte();
    if (tag == ValueWriter.NULL) {
      return null;
    }
    if (++depth > MAX_DEPTH) {
      throw new IllegalStateException("too deep");
    }
    Object value = kinds.of(tag).read(this);
    depth--;
    return value;
  }

  /** So many values. */
  @Nullable Object[] getValues(int count) throws MissingResultException {
    @Nullable Object[] values = new Object[checked(count, 1)];
    for (int i = 0; i < count; i++) {
      values[i] = getValue();
    }
    return values;
  }

  int getByte() {
    return bytes.get() & 0xff;
  }

  int getInt() {
    return bytes.getInt();
  }

  long getLong() {
    return bytes.getLong();
  }

  int getLength() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = getByte();
      value |= (next & 0x7f) << shift;
      if (next <= 0x7f) {
        return value;
      }
    }
    throw new IllegalStateException("no length");
  }

  String getText() {
    int length = getLength();
    if (getByte() == ValueWriter.LATIN_1) {
      ByteBuffer text = take(length, 1);
      return new String(text.array(), text.arrayOffset(), length, StandardCharsets.ISO_8859_1);
    }
    return take(length, Character.BYTES).asCharBuffer().toString();
  }

  @Nullable String getTextOrNull() {
    return getByte() == 0 ? null : getText();
  }

  byte[] getBytes() {
    int length = getLength();
    ByteBuffer from = take(length, 1);
    byte[] values = new byte[length];
    from.get(values);
    return values;
  }

  short[] getShorts() {
    int length = getLength();
    short[] values = new short[checked(length, Short.BYTES)];
    take(length, Short.BYTES).asShortBuffer().get(values);
    return values;
  }

  char[] getChars() {
    int length = getLength();
    char[] values = new char[checked(length, Character.BYTES)];
    take(length, Character.BYTES).asCharBuffer().get(values);
    return values;
  }

  int[] getInts() {
    int length = getLength();
    int[] values = new int[checked(length, Integer.BYTES)];
    take(length, Integer.BYTES).asIntBuffer().get(values);
    return values;
  }

  long[] getLongs() {
    int length = getLength();
    long[] values = new long[checked(length, Long.BYTES)];
    take(length, Long.BYTES).asLongBuffer().get(values);
    return values;
  }

  float[] getFloats() {
    int length = getLength();
    float[] values = new float[checked(length, Float.BYTES)];
    take(length, Float.BYTES).asFloatBuffer().get(values);
    return values;
  }

  double[] getDoubles() {
    int length = getLength();
    double[] values = new double[checked(length, Double.BYTES)];
    take(length, Double.BYTES).asDoubleBuffer().get(values);
    return values;
  }

  private ByteBuffer take(int count, int bytesEach) {
    int length = checked(count, bytesEach) * bytesEach;
    ByteBuffer taken = bytes.slice(bytes.position(), length).order(ValueWriter.ORDER);
    bytes.position(bytes.position() + length);
    return taken;
  }

  /** The count, as far as the bytes that are left can hold so many. */
  private int checked(int count, int bytesEach) {
    if (count < 0 || count > bytes.remaining() / bytesEach) {
      throw new BufferUnderflowException();
    }
    return count;
  }
}
