package dev.flowcell.store.results;

/**
 * A value that is made of no other values.
 *
 * @param type its class, exactly
 */
record ScalarKind<T>(int tag, Class<? extends T> type, Write<T> writer, Read<T> reader)
    implements ValueKind {

  /** Writes a value. */
  interface Write<T> {
    void write(ValueWriter out, T value) throws NotStorableException;
  }

  /** Reads what was written. */
  interface Read<T> {
    T read(ValueReader in) throws MissingResultException;
  }

  /** A value whose text tells all of it. */
  static <T> ScalarKind<T> text(int tag, Class<? extends T> type, Read<T> reader) {
    return new ScalarKind<>(tag, type, (out, value) -> out.putText(value.toString()), reader);
  }

  @Override
  public boolean takes(Class<?> type) {
    return this.type == type;
  }

  @Override
  public void write(Object value, ValueWriter out) throws NotStorableException {
    writer.write(out, type.cast(value));
  }

  @Override
  public T read(ValueReader in) throws MissingResultException {
    return reader.read(in);
  }
}
