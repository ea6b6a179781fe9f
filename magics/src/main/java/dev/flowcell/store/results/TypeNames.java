package dev.flowcell.store.results;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What types are called in stored values: a type of a cell by the name that cells know it by, which
 * is the same in every session, and any other by its whole name. Thread-safe.
 */
final class TypeNames {

  private static final String ARRAY = "[]";

  /** Where the classes of cells lie, which no message tells. */
  private static final String CELLS = "REPL.";

  private static final Map<String, Class<?>> PRIMITIVES =
      Stream.<Class<?>>of(
              boolean.class,
              byte.class,
              short.class,
              char.class,
              int.class,
              long.class,
              float.class,
              double.class,
              void.class)
          .collect(Collectors.toUnmodifiableMap(Class::getName, type -> type));

  private final Function<String, Optional<Class<?>>> types;

  private final ClassValue<Name> names =
      new ClassValue<>() {
        @Override
        protected Name computeValue(Class<?> type) {
          return name(type);
        }
      };

  TypeNames(Function<String, Optional<Class<?>>> types) {
    this.types = types;
  }

  /**
   * The type's name.
   *
   * @throws NotStorableException when another session could not find it by any name
   */
  String of(Class<?> type) throws NotStorableException {
    if (type.isArray()) {
      return of(type.getComponentType()) + ARRAY;
    }
    String name = names.get(type).text;
    if (name.isEmpty()) {
      throw new NotStorableException(
          show(type) + " is declared inside a method; declare it in a cell of its own");
    }
    return name;
  }

  /** Whether the type, or that of the array's elements, is declared in a cell. */
  boolean isOfCell(Class<?> type) {
    return type.isArray() ? isOfCell(type.getComponentType()) : names.get(type).ofCell;
  }

  /** Whether the name of the type stands for it still, and not for one declared later. */
  boolean isCurrent(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    Class<?> known = element;
    return types.apply(names.get(element).text).filter(now -> now == known).isPresent();
  }

  /**
   * The type of that name, not initialised.
   *
   * @throws MissingResultException when there is none
   */
  Class<?> find(String name) throws MissingResultException {
    if (name.endsWith(ARRAY)) {
      return find(name.substring(0, name.length() - ARRAY.length())).arrayType();
    }
    Class<?> primitive = PRIMITIVES.get(name);
    return primitive != null
        ? primitive
        : types
            .apply(name)
            .or(() -> library(name))
            .orElseThrow(
                () -> new MissingResultException("its type " + name + " is not defined here"));
  }

  /** A type as a message names it. */
  static String show(Class<?> type) {
    if (type.isHidden()) {
      return "a lambda";
    }
    if (type.isAnonymousClass()) {
      Class<?>[] interfaces = type.getInterfaces();
      return "an anonymous " + show(interfaces.length > 0 ? interfaces[0] : type.getSuperclass());
    }
    String name = type.getCanonicalName() == null ? type.getSimpleName() : type.getCanonicalName();
    return name.startsWith(CELLS) ? declaredName(type) : name;
  }

  /** A type, of whose class only the name is known, as a message names it. */
  static String show(String className) {
    return className.startsWith(CELLS)
        ? className.substring(className.lastIndexOf('$') + 1)
        : className;
  }

  private Name name(Class<?> type) {
    if (type.isPrimitive() || isFoundBy(type.getName(), type)) {
      return new Name(type.getName(), false);
    }
    return new Name(isReachable(type) ? declaredName(type) : "", true);
  }

  private boolean isFoundBy(String name, Class<?> type) {
    return types.apply(name).or(() -> library(name)).filter(found -> found == type).isPresent();
  }

  private static boolean isReachable(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getDeclaringClass()) {
      if (each.isLocalClass() || each.isAnonymousClass() || each.isHidden()) {
        return false;
      }
    }
    return true;
  }

  /** Without the class around the cell. */
  private static String declaredName(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer == null || outer.getDeclaringClass() == null
        ? type.getSimpleName()
        : declaredName(outer) + "." + type.getSimpleName();
  }

  private static Optional<Class<?>> library(String name) {
    try {
      return Optional.of(Class.forName(name, false, TypeNames.class.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  private record Name(String text, boolean ofCell) {}
}
