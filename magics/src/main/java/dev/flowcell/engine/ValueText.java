package dev.flowcell.engine;

import dev.flowcell.flow.Parameter;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Arguments as one short line each, whatever their own code does. */
final class ValueText {

  private static final int LONGEST = 200;

  /** Above this many elements a collection is counted, not written: its text could be huge. */
  private static final int MANY = 50;

  private ValueText() {}

  /** The arguments by the names of their parameters, in order. */
  static Map<String, String> of(
      List<Parameter> parameters, List<? extends @Nullable Object> arguments) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(parameters.size(), arguments.size()); i++) {
      texts.put(parameters.get(i).name(), of(arguments.get(i)));
    }
    return texts;
  }

  static String of(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    try {
      return shortened(textOf(value));
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      // toString is user code; an interrupt of the cell is none of these and goes on its way
      return typeOf(value) + " (its toString fails: " + e.getClass().getSimpleName() + ")";
    }
  }

  private static String textOf(Object value) {
    if (value instanceof Table table) {
      return "Table " + table.rowCount() + " rows x " + table.columnCount() + " cols";
    }
    if (value.getClass().isArray()) {
      return ofArray(value);
    }
    if (value instanceof Collection<?> collection && collection.size() > MANY) {
      return typeOf(value) + " of " + collection.size();
    }
    if (value instanceof Map<?, ?> map && map.size() > MANY) {
      return typeOf(value) + " of " + map.size();
    }
    return String.valueOf(value);
  }

  private static String ofArray(Object array) {
    Class<?> elements = array.getClass().getComponentType();
    int length = Array.getLength(array);
    if (length > MANY || elements.isArray()) {
      return elements.getSimpleName() + "[" + length + "]";
    }
    return IntStream.range(0, length)
        .mapToObj(i -> String.valueOf(Array.get(array, i)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private static String typeOf(Object value) {
    String name = value.getClass().getSimpleName();
    return name.isEmpty() ? value.getClass().getName() : name;
  }
}
