package dev.flowcell.store.results;

import com.google.common.base.Suppliers;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes. The same value has the same bytes in every session and on every Java, so that
 * their digest names its content. Thread-safe.
 */
public final class ValueCodec {

  /** The first byte: what follows is written in this way. */
  private static final int FORMAT = 1;

  private static final int LIMIT = 256 << 20;

  private final Supplier<ValueKinds> kinds;
  private final int limit;

  /**
   * A codec for one session.
   *
   * @param types finds a type of the session's cells and libraries by the name that a cell knows it
   *     by, such as {@code Score} or {@code Exam.Score}
   */
  public ValueCodec(Function<String, Optional<Class<?>>> types) {
    this(types, LIMIT);
  }

  /**
   * @param limit how many bytes a value may become
   */
  ValueCodec(Function<String, Optional<Class<?>>> types, int limit) {
    kinds = Suppliers.memoize(() -> new ValueKinds(types));
    this.limit = limit;
  }

  byte[] encode(@Nullable Object value) throws NotStorableException {
    return written(value).toBytes();
  }

  /** The value's bytes, or null where it is of types of cells that are declared anew. */
  byte @Nullable [] encodeUpToDate(@Nullable Object value) throws NotStorableException {
    ValueWriter writer = written(value);
    return writer.isUpToDate() ? writer.toBytes() : null;
  }

  ValueWriter written(@Nullable Object value) throws NotStorableException {
    ValueWriter writer = new ValueWriter(kinds.get(), limit);
    try {
      writer.putByte(FORMAT);
      writer.putValue(value);
      return writer;
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      // of the user's own code, or a collection that another thread changes meanwhile
      throw UserCode.notStorable("reading it", e);
    } catch (OutOfMemoryError e) {
      throw new NotStorableException("there is not enough memory for it", e);
    }
  }

  @Nullable Object decode(byte[] bytes) throws MissingResultException {
    ValueReader reader = new ValueReader(kinds.get(), bytes);
    try {
      if (reader.getByte() != FORMAT) {
        throw new MissingResultException("another version of Flowcell wrote it");
      }
      Object value = reader.getValue();
      if (!reader.isAtEnd()) {
        throw new MissingResultException("it is damaged");
      }
      return value;
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      // damaged, or of the user's own code, such as a hashCode
      throw UserCode.missing("reading it", e);
    } catch (OutOfMemoryError e) {
      throw new MissingResultException("there is not enough memory for it", e);
    }
  }
}
