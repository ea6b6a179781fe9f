package dev.flowcell.store.results;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records, by the names of their components: another session may declare them in another order, but
 * no others. Their accessors and constructors are the user's code.
 */
final class RecordKind implements ValueKind {

  private final int tag;
  private final TypeNames names;

  private final ClassValue<Shape> shapes =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  RecordKind(int tag, TypeNames names) {
    this.tag = tag;
    this.names = names;
  }

  @Override
  public int tag() {
    return tag;
  }

  @Override
  public boolean takes(Class<?> type) {
    return type.isRecord();
  }

  @Override
  public void write(Object value, ValueWriter out) throws NotStorableException {
    Shape shape = shapes.get(value.getClass());
    out.putType(value.getClass());
    out.putLength(shape.accessors.size());
    for (Method accessor : shape.accessors) {
      out.putText(accessor.getName());
      out.putValue(get(accessor, value));
    }
  }

  private static @Nullable Object get(Method accessor, Object value) throws NotStorableException {
    try {
      return accessor.invoke(value);
    } catch (InvocationTargetException e) {
      throw UserCode.notStorable(
          "%s.%s()".formatted(TypeNames.show(value.getClass()), accessor.getName()),
          e.getTargetException());
    } catch (IllegalAccessException e) {
      throw new NotStorableException(TypeNames.show(value.getClass()) + " can't be read", e);
    }
  }

  @Override
  public Object read(ValueReader in) throws MissingResultException {
    String name = in.getText();
    Class<?> type = names.find(name);
    Map<String, @Nullable Object> components = new LinkedHashMap<>();
    int count = in.getLength();
    for (int i = 0; i < count; i++) {
      components.put(in.getText(), in.getValue());
    }
    if (!type.isRecord()) {
      throw new MissingResultException("its type " + name + " is no record any more");
    }
    return shapes.get(type).make(name, components);
  }

  private record Shape(List<Method> accessors, Constructor<?> constructor) {

    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types =
          Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      try {
        List<Method> accessors = Stream.of(components).map(RecordComponent::getAccessor).toList();
        accessors.forEach(accessor -> accessor.setAccessible(true));
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return new Shape(accessors, constructor);
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(e); // every record has it
      }
    }

    Object make(String name, Map<String, @Nullable Object> components)
        throws MissingResultException {
      List<String> wanted = accessors.stream().map(Method::getName).toList();
      if (components.size() != wanted.size() || !components.keySet().containsAll(wanted)) {
        throw new MissingResultException(
            "its type %s has changed: it had %s and has %s now"
                .formatted(
                    name, String.join(", ", components.keySet()), String.join(", ", wanted)));
      }
      try {
        return constructor.newInstance(wanted.stream().map(components::get).toArray());
      } catch (InvocationTargetException e) {
        throw UserCode.missing("the constructor of " + name, e.getTargetException());
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        throw new MissingResultException(
            "its type " + name + " has changed: a component has another type now", e);
      }
    }
  }
}
