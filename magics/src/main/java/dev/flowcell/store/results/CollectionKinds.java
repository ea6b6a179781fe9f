package dev.flowcell.store.results;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The collections and maps of the JDK, each of its own class again. A view of another one comes
 * back as a collection of its own.
 */
@SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // they get back what was in them
final class CollectionKinds {

  private static final Predicate<Class<?>> IMMUTABLE_LISTS =
      classesOf(List.of(), List.of(1), List.of(1, 2, 3).subList(1, 3), Stream.of(1, 2).toList());
  private static final Predicate<Class<?>> UNMODIFIABLE_LISTS =
      classesOf(
          Collections.unmodifiableList(new ArrayList<>()),
          Collections.unmodifiableList(new LinkedList<>()),
          Collections.emptyList(),
          Collections.singletonList(1),
          Collections.nCopies(1, 1));
  private static final Predicate<Class<?>> UNMODIFIABLE_SETS =
      classesOf(
          Collections.unmodifiableSet(Set.of()), Collections.emptySet(), Collections.singleton(1));
  private static final Predicate<Class<?>> UNMODIFIABLE_MAPS =
      classesOf(
          Collections.unmodifiableMap(Map.of()),
          Collections.emptyMap(),
          Collections.singletonMap(1, 1));

  private CollectionKinds() {}

  /** One line for each type; where several take a class, the first does. */
  static List<ValueKind> all() {
    return List.of(
        list(60, ArrayList.class::equals, ArrayList::new),
        list(61, IMMUTABLE_LISTS, CollectionKinds::immutable),
        list(62, UNMODIFIABLE_LISTS, Collections::unmodifiableList),
        list(63, classesOf(Arrays.asList(1)), elements -> elements),
        list(64, LinkedList.class::equals, LinkedList::new),
        list(65, ArrayDeque.class::equals, ArrayDeque::new),
        list(66, CopyOnWriteArrayList.class::equals, CopyOnWriteArrayList::new),
        hashed(67, HashSet.class::equals, HashSet::new),
        list(68, LinkedHashSet.class::equals, LinkedHashSet::new),
        hashed(69, classesOf(Set.of(), Set.of(1)), elements -> Set.of(elements.toArray())),
        list(
            70,
            UNMODIFIABLE_SETS,
            elements -> Collections.unmodifiableSet(new LinkedHashSet<>(elements))),
        first(
            71,
            TreeSet.class::equals,
            (TreeSet<?> set) -> set.comparator(),
            TreeSet::toArray,
            CollectionKinds::treeSet),
        first(
            72,
            EnumSet.class::isAssignableFrom,
            (EnumSet<?> set) -> constant(set).getDeclaringClass(),
            EnumSet::toArray,
            CollectionKinds::enumSet),
        hashedMap(73, HashMap.class::equals, HashMap::new),
        map(74, LinkedHashMap.class::equals, entries -> entries),
        hashedMap(75, classesOf(Map.of(), Map.of(1, 1)), Map::copyOf),
        map(76, UNMODIFIABLE_MAPS, Collections::unmodifiableMap),
        hashedMap(77, ConcurrentHashMap.class::equals, ConcurrentHashMap::new),
        first(
            78,
            TreeMap.class::equals,
            (TreeMap<?, ?> map) -> map.comparator(),
            CollectionKinds::entries,
            (comparator, parts) -> fill(new TreeMap<>((Comparator) comparator), parts)),
        first(
            79,
            EnumMap.class::equals,
            (EnumMap<?, ?> map) -> keyType(map),
            CollectionKinds::entries,
            (type, parts) -> fill(new EnumMap((Class) type), parts)),
        new PartsKind<>(
            110,
            Optional.class::equals,
            (Optional<?> optional) -> optional.stream().toArray(),
            0,
            parts -> parts.length == 0 ? Optional.empty() : Optional.of(parts[0])),
        entry(111, classesOf(Map.entry(1, 1)), Map::entry),
        entry(112, SimpleImmutableEntry.class::equals, SimpleImmutableEntry::new),
        entry(113, SimpleEntry.class::equals, SimpleEntry::new),
        // as what they come back as, so that this has the same digest
        entry(112, view(Map.Entry.class), SimpleImmutableEntry::new),
        hashed(67, classesOf(new HashMap<>().keySet(), new HashMap<>().entrySet()), HashSet::new),
        list(68, view(Set.class), LinkedHashSet::new),
        list(60, view(Collection.class), ArrayList::new));
  }

  private static Predicate<Class<?>> classesOf(Object... examples) {
    return Stream.of(examples).map(Object::getClass).collect(Collectors.toSet())::contains;
  }

  /** A class of the JDK's that shows what is in another object. */
  private static Predicate<Class<?>> view(Class<?> shown) {
    return type ->
        type.getName().startsWith("java.util.")
            && shown.isAssignableFrom(type)
            && !Serializable.class.isAssignableFrom(type);
  }

  private static ValueKind list(
      int tag, Predicate<Class<?>> types, Function<List<Object>, Collection<?>> maker) {
    return new PartsKind<Collection<?>>(
        tag, types, Collection::toArray, 0, parts -> maker.apply(Arrays.asList(parts)));
  }

  /** A collection whose order has no meaning. */
  private static ValueKind hashed(
      int tag, Predicate<Class<?>> types, Function<List<Object>, Collection<?>> maker) {
    return new PartsKind<Collection<?>>(
        tag, types, Collection::toArray, 1, parts -> maker.apply(Arrays.asList(parts)));
  }

  private static ValueKind map(
      int tag, Predicate<Class<?>> types, Function<Map<Object, Object>, Map<?, ?>> maker) {
    return new PartsKind<Map<?, ?>>(
        tag,
        types,
        CollectionKinds::entries,
        0,
        parts -> maker.apply(fill(new LinkedHashMap<>(), parts)));
  }

  /** A map whose order has no meaning. */
  private static ValueKind hashedMap(
      int tag, Predicate<Class<?>> types, Function<Map<Object, Object>, Map<?, ?>> maker) {
    return new PartsKind<Map<?, ?>>(
        tag,
        types,
        CollectionKinds::entries,
        2,
        parts -> maker.apply(fill(new LinkedHashMap<>(), parts)));
  }

  private static ValueKind entry(
      int tag, Predicate<Class<?>> types, BiFunction<Object, Object, Map.Entry<?, ?>> maker) {
    return new PartsKind<Map.Entry<?, ?>>(
        tag,
        types,
        entry -> new Object[] {entry.getKey(), entry.getValue()},
        0,
        parts -> maker.apply(parts[0], parts[1]));
  }

  /** What is made of one thing first, such as its comparator, and then of its parts. */
  private static <T> ValueKind first(
      int tag,
      Predicate<Class<?>> types,
      Function<T, Object> first,
      Function<T, Object[]> parts,
      BiFunction<Object, Object[], T> maker) {
    return new PartsKind<T>(
        tag,
        types,
        value ->
            Stream.concat(Stream.of(first.apply(value)), Stream.of(parts.apply(value))).toArray(),
        0,
        all -> maker.apply(all[0], Arrays.copyOfRange(all, 1, all.length)));
  }

  private static Object[] entries(Map<?, ?> map) {
    List<Object> parts = new ArrayList<>(2 * map.size());
    map.forEach(
        (key, value) -> {
          parts.add(key);
          parts.add(value);
        });
    return parts.toArray();
  }

  private static <M extends Map> M fill(M map, Object[] parts) {
    for (int i = 0; i < parts.length; i += 2) {
      map.put(parts[i], parts[i + 1]);
    }
    return map;
  }

  private static List<?> immutable(List<Object> elements) {
    // the one that takes null is made by streams only
    return elements.contains(null) ? elements.stream().toList() : List.copyOf(elements);
  }

  private static TreeSet<?> treeSet(Object comparator, Object[] elements) {
    TreeSet<Object> set = new TreeSet<>((Comparator) comparator);
    Collections.addAll(set, elements);
    return set;
  }

  private static EnumSet<?> enumSet(Object type, Object[] constants) {
    EnumSet set = EnumSet.noneOf((Class) type);
    Collections.addAll(set, constants);
    return set;
  }

  private static Enum<?> constant(EnumSet<?> set) {
    EnumSet<?> some = set.isEmpty() ? EnumSet.complementOf((EnumSet) set) : set;
    return some.iterator().next();
  }

  /** Nothing but its serialized form tells the key type of an empty map. */
  private static Class<?> keyType(EnumMap<?, ?> map) {
    if (!map.isEmpty()) {
      return map.keySet().iterator().next().getDeclaringClass();
    }
    List<Class<?>> types = new ArrayList<>();
    try (ObjectOutputStream out =
        new ObjectOutputStream(OutputStream.nullOutputStream()) {
          @Override
          protected void annotateClass(Class<?> type) {
            types.add(type);
          }
        }) {
      out.writeObject(map);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return types.stream().filter(Class::isEnum).findFirst().orElseThrow();
  }
}
