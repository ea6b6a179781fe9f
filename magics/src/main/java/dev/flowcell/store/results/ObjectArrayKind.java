package dev.flowcell.store.results;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Arrays of objects, which may be arrays. */
record ObjectArrayKind(int tag, TypeNames names) implements ValueKind {

  @Override
  public boolean takes(Class<?> type) {
    return Object[].class.isAssignableFrom(type);
  }

  @Override
  public void write(Object value, ValueWriter out) throws NotStorableException {
    @Nullable Object[] elements = (Object[]) value;
    out.putType(value.getClass().getComponentType());
    out.putLength(elements.length);
    for (Object element : elements) {
      out.putValue(element);
    }
  }

  @Override
  public Object read(ValueReader in) throws MissingResultException {
    Class<?> component = names.find(in.getText());
    @Nullable Object[] elements = in.getValues(in.getLength());
    @Nullable Object[] array = (Object[]) Array.newInstance(component, elements.length);
    System.arraycopy(elements, 0, array, 0, elements.length);
    return array;
  }
}
