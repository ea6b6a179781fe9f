package dev.flowcell.store.results;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes values behind each other, numbers little end first. Not thread-safe, and for one value:
 * after an exception it is of no use.
 */
final class ValueWriter {

  static final int NULL = 0;
  static final int LATIN_1 = 0;
  static final int UTF_16 = 1;

  static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ORDER);
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ORDER);

  /** Deeper ones would be no values that somebody reads, and would overflow the stack. */
  private static final int MAX_DEPTH = 500;

  private final ValueKinds kinds;
  private final TypeNames names;
  private final int limit;

  /** The types of cells that it has met. */
  private final Set<Class<?>> cellTypes = new HashSet<>();

  private byte[] bytes = new byte[128];
  private int size;

  /** The values around the current one, outermost first. */
  private Object[] path = new Object[8];

  private int depth;

  /**
   * @param limit how many bytes it may become
   */
  ValueWriter(ValueKinds kinds, int limit) {
    this.kinds = kinds;
    this.names = kinds.names();
    this.limit = limit;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  void putValue(@Nullable Object value) throws NotStorableException {
    if (value == null) {
      putByte(NULL);
      return;
    }
    enter(value);
    ValueKind kind = kinds.of(value.getClass());
    putByte(kind.tag());
    kind.write(value, this);
    depth--;
  }

  private void enter(Object value) throws NotStorableException {
    for (int i = 0; i < depth; i++) {
      if (path[i] == value) {
        throw new NotStorableException(TypeNames.show(value.getClass()) + " contains itself");
      }
    }
    if (depth == MAX_DEPTH) {
      throw new NotStorableException(
          "%s is nested more than %d values deep"
              .formatted(TypeNames.show(path[0].getClass()), MAX_DEPTH));
    }
    if (depth == path.length) {
      path = Arrays.copyOf(path, 2 * depth);
    }
    path[depth++] = value;
  }

  void putByte(int value) throws NotStorableException {
    makeRoom(1);
    bytes[size++] = (byte) value;
  }

  void putInt(int value) throws NotStorableException {
    makeRoom(Integer.BYTES);
    INT.set(bytes, size, value);
    size += Integer.BYTES;
  }

  void putLong(long value) throws NotStorableException {
    makeRoom(Long.BYTES);
    LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** A number that is not negative and seldom large. */
  void putLength(int value) throws NotStorableException {
    int rest = value;
    while (rest > 0x7f) {
      putByte(rest | 0x80);
      rest >>>= 7;
    }
    putByte(rest);
  }

  /** Any string, also one that is no proper Unicode. */
  void putText(String text) throws NotStorableException {
    int length = text.length();
    putLength(length);
    makeRoom(1 + length);
    int start = size;
    bytes[size++] = LATIN_1;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > 0xff) {
        size = start;
        putByte(UTF_16);
        buffer(Character.BYTES * (long) length).asCharBuffer().put(text);
        return;
      }
      bytes[size++] = (byte) c;
    }
  }

  void putTextOrNull(@Nullable String text) throws NotStorableException {
    putByte(text == null ? 0 : 1);
    if (text != null) {
      putText(text);
    }
  }

  void putType(Class<?> type) throws NotStorableException {
    putText(nameOf(type));
  }

  /** The name by which a type is written. */
  String nameOf(Class<?> type) throws NotStorableException {
    if (names.isOfCell(type)) {
      cellTypes.add(type);
    }
    return names.of(type);
  }

  /** The types of cells that it has met, by the names of the declarations they stand in. */
  SortedSet<String> declaredTypes() throws NotStorableException {
    SortedSet<String> declared = new TreeSet<>();
    for (Class<?> type : cellTypes) {
      declared.add(names.of(type).split("[.\\[]", 2)[0]);
    }
    return declared;
  }

  /** Whether every type of a cell that it has met is declared so still. */
  boolean isUpToDate() {
    return cellTypes.stream().allMatch(names::isCurrent);
  }

  void putBytes(byte[] values) throws NotStorableException {
    putLength(values.length);
    buffer(values.length).put(values);
  }

  void putShorts(short[] values) throws NotStorableException {
    putLength(values.length);
    buffer(Short.BYTES * (long) values.length).asShortBuffer().put(values);
  }

  void putChars(char[] values) throws NotStorableException {
    putLength(values.length);
    buffer(Character.BYTES * (long) values.length).asCharBuffer().put(values);
  }

  void putInts(int[] values) throws NotStorableException {
    putLength(values.length);
    buffer(Integer.BYTES * (long) values.length).asIntBuffer().put(values);
  }

  void putLongs(long[] values) throws NotStorableException {
    putLength(values.length);
    buffer(Long.BYTES * (long) values.length).asLongBuffer().put(values);
  }

  void putFloats(float[] values) throws NotStorableException {
    putLength(values.length);
    buffer(Float.BYTES * (long) values.length).asFloatBuffer().put(values);
  }

  void putDoubles(double[] values) throws NotStorableException {
    putLength(values.length);
    buffer(Double.BYTES * (long) values.length).asDoubleBuffer().put(values);
  }

  /**
   * Writes the values, so many for each entry, and then sorts the entries by their bytes: where
   * their order has no meaning, equal content has equal bytes.
   */
  void putSorted(Object[] values, int perEntry) throws NotStorableException {
    int start = size;
    Range[] entries = new Range[values.length / perEntry];
    for (int i = 0; i < entries.length; i++) {
      int from = size;
      for (int j = 0; j < perEntry; j++) {
        putValue(values[i * perEntry + j]);
      }
      entries[i] = new Range(from, size);
    }
    byte[] unsorted = Arrays.copyOfRange(bytes, start, size);
    Arrays.sort(
        entries,
        (a, b) ->
            Arrays.compareUnsigned(
                unsorted, a.from - start, a.to - start, unsorted, b.from - start, b.to - start));
    int at = start;
    for (Range entry : entries) {
      int length = entry.to - entry.from;
      System.arraycopy(unsorted, entry.from - start, bytes, at, length);
      at += length;
    }
  }

  /** The place for so many bytes, which count as written. */
  private ByteBuffer buffer(long length) throws NotStorableException {
    makeRoom(length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, size, (int) length).order(ORDER);
    size += (int) length;
    return buffer;
  }

  private void makeRoom(long more) throws NotStorableException {
    long needed = size + more;
    if (needed <= bytes.length) {
      return;
    }
    if (needed > limit) {
      throw new NotStorableException(
          "%s is larger than %,d MB"
              .formatted(TypeNames.show(path[0].getClass()), Math.max(1, limit >> 20)));
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(needed, 2L * bytes.length)));
  }

  private record Range(int from, int to) {}
}
