package dev.flowcell;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** The arguments of each call that {@link TaskHandle#map} makes of lists. */
final class Zip {

  /** The same value for all calls. */
  record Fixed(@Nullable Object value) {}

  private Zip() {}

  /**
   * The n-th elements of all lists, for each n.
   *
   * @throws IllegalArgumentException when a list is none, or is longer than another
   */
  static List<List<@Nullable Object>> of(String task, List<@Nullable Object> given) {
    List<@Nullable List<@Nullable Object>> lists = new ArrayList<>();
    int length = -1;
    for (int i = 0; i < given.size(); i++) {
      List<@Nullable Object> list = elements(task, given, i);
      lists.add(list);
      if (list != null && length >= 0 && list.size() != length) {
        throw new IllegalArgumentException(
            "%s.map got lists of %d and %d elements; they must be of one length, and fixed(value)"
                    .formatted(task, length, list.size())
                + " gives one value to all calls");
      }
      length = list == null ? length : list.size();
    }
    if (length < 0) {
      throw new IllegalArgumentException(task + ".map needs a list, and all it got is fixed");
    }
    return IntStream.range(0, length).mapToObj(n -> call(given, lists, n)).toList();
  }

  private static List<@Nullable Object> call(
      List<@Nullable Object> given, List<@Nullable List<@Nullable Object>> lists, int n) {
    List<@Nullable Object> call = new ArrayList<>(given.size());
    for (int i = 0; i < given.size(); i++) {
      List<@Nullable Object> list = lists.get(i);
      call.add(
          given.get(i) instanceof Fixed fixed ? fixed.value : list == null ? null : list.get(n));
    }
    return call;
  }

  /** Null where it is fixed. */
  private static @Nullable List<@Nullable Object> elements(
      String task, List<@Nullable Object> given, int index) {
    Object source = given.get(index);
    if (source instanceof Fixed) {
      return null;
    }
    if (source instanceof Table table) {
      // its iterator moves one and the same row along
      return list(IntStream.range(0, table.rowCount()).mapToObj(n -> new Row(table, n)).iterator());
    }
    if (source instanceof Iterable<?> iterable) {
      return list(iterable.iterator());
    }
    if (source instanceof Map<?, ?> map) {
      return list(map.entrySet().iterator());
    }
    if (source instanceof BaseStream<?, ?> stream) {
      return list(stream.iterator());
    }
    if (source != null && source.getClass().isArray()) {
      return list(
          IntStream.range(0, Array.getLength(source))
              .mapToObj(n -> Array.get(source, n))
              .iterator());
    }
    String what = source == null ? "null" : "a " + source.getClass().getSimpleName();
    throw new IllegalArgumentException(
        "%s.map needs a list, stream, array or map as its argument %d, not %s; fixed(value) gives"
                .formatted(task, index + 1, what)
            + " one value to all calls");
  }

  private static List<@Nullable Object> list(Iterator<?> iterator) {
    List<@Nullable Object> list = new ArrayList<>();
    iterator.forEachRemaining(list::add);
    return list;
  }
}
