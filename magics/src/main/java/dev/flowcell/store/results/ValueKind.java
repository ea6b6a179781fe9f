package dev.flowcell.store.results;

/** One kind of value: how it becomes bytes and a value again. Thread-safe. */
interface ValueKind {

  /** Its number in stored values, for ever; kinds that share one read alike. */
  int tag();

  /** Whether values of exactly this class are of this kind, as far as no kind before it is. */
  boolean takes(Class<?> type);

  /** Writes what {@link #read} needs; equal content has equal bytes. */
  void write(Object value, ValueWriter out) throws NotStorableException;

  /** Makes the value again. What it throws unchecked means that the bytes make none. */
  Object read(ValueReader in) throws MissingResultException;
}
