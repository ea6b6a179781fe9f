package dev.flowcell.store.results;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes. The same value has the same bytes in every session and on every Java, so that
 * their digest names its content. Thread-safe.
 */
public final class ValueCodec {

  private final Function<String, Optional<Class<?>>> types;

  /**
   * A codec for one session.
   *
   * @param types finds a type of the session's cells and libraries by the name that a cell knows it
   *     by, such as {@code Score} or {@code Exam.Score}
   */
  public ValueCodec(Function<String, Optional<Class<?>>> types) {
    this.types = types;
  }

  byte[] encode(@Nullable Object value) throws NotStorableException {
    throw new NotStorableException(String.valueOf(types));
  }

  @Nullable Object decode(byte[] bytes) throws MissingResultException {
    throw new MissingResultException(String.valueOf(bytes.length));
  }
}
