package dev.flowcell.store.results;

import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made of other values, such as a collection.
 *
 * @param types the classes of such values
 * @param parts what it is made of, in an order that its content decides, except where the kind is
 *     hashed
 * @param perEntry for a hashed kind how many parts belong together, so that the entries can be put
 *     in an order; 0 for any other kind
 * @param maker makes it of its parts
 */
record PartsKind<T>(
    int tag,
    Predicate<Class<?>> types,
    Function<T, @Nullable Object[]> parts,
    int perEntry,
    Function<@Nullable Object[], T> maker)
    implements ValueKind {

  @Override
  public boolean takes(Class<?> type) {
    return types.test(type);
  }

  @Override
  @SuppressWarnings("unchecked") // takes() has looked
  public void write(Object value, ValueWriter out) throws NotStorableException {
    @Nullable Object[] all = parts.apply((T) value);
    out.putLength(all.length);
    if (perEntry > 0) {
      out.putSorted(all, perEntry);
      return;
    }
    for (Object part : all) {
      out.putValue(part);
    }
  }

  @Override
  public Object read(ValueReader in) throws MissingResultException {
    return maker.apply(in.getValues(in.getLength()));
  }
}
