package dev.flowcell.store.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** All kinds of values. Thread-safe. */
final class ValueKinds {

  private final TypeNames names;
  private final List<ValueKind> all = new ArrayList<>();
  private final ValueKind[] byTag = new ValueKind[256];

  private final ClassValue<Optional<ValueKind>> byClass =
      new ClassValue<>() {
        @Override
        protected Optional<ValueKind> computeValue(Class<?> type) {
          return all.stream().filter(kind -> kind.takes(type)).findFirst();
        }
      };

  /**
   * @param types finds a type by the name that a cell knows it by
   */
  ValueKinds(Function<String, Optional<Class<?>>> types) {
    names = new TypeNames(types);
    all.addAll(ScalarKinds.all(names));
    all.addAll(CollectionKinds.all());
    all.addAll(TablesawKinds.all());
    all.add(new EnumKind(120, names));
    all.add(new RecordKind(121, names));
    all.add(new ObjectArrayKind(122, names));
    all.add(new SerializableKind(123, names));
    all.forEach(kind -> byTag[kind.tag()] = kind);
  }

  TypeNames names() {
    return names;
  }

  ValueKind of(Class<?> type) throws NotStorableException {
    return byClass
        .get(type)
        .orElseThrow(
            () ->
                new NotStorableException(
                    TypeNames.show(type) + " is neither a record nor Serializable"));
  }

  /** The kind of that tag; throws unchecked where there is none. */
  ValueKind of(int tag) {
    return Objects.requireNonNull(byTag[tag]);
  }
}
