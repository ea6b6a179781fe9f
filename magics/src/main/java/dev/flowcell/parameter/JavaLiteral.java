package dev.flowcell.parameter;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Values as Java writes them: an expression that gives an equal value and does nothing else. */
public final class JavaLiteral {

  private JavaLiteral() {}

  /**
   * The expression.
   *
   * @throws IllegalArgumentException for a value that has no such expression
   */
  public static String of(Object value) {
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof Character one) {
      return "'" + (one == '\'' ? "\\'" : one == '"' ? "\"" : escaped(String.valueOf(one))) + "'";
    }
    if (value instanceof Integer || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Long number) {
      return number + "L";
    }
    if (value instanceof Short || value instanceof Byte) {
      String type = value instanceof Short ? "short" : "byte";
      return "(" + type + ") " + value;
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? number.toString() : special("Double", number);
    }
    if (value instanceof Float number) {
      return Float.isFinite(number) ? number + "f" : special("Float", number);
    }
    if (value instanceof Enum<?> constant) {
      return typeName(constant.getDeclaringClass()) + "." + constant.name();
    }
    if (value instanceof BigDecimal || value instanceof BigInteger) {
      return "new " + value.getClass().getName() + "(" + quoted(value.toString()) + ")";
    }
    if (value instanceof Path path) {
      return "java.nio.file.Path.of(" + quoted(path.toString()) + ")";
    }
    if (value.getClass().getName().startsWith("java.time.")) {
      return ofTime(value);
    }
    if (value.getClass().isRecord()) {
      return "new " + typeName(value.getClass()) + "(" + components((Record) value) + ")";
    }
    if (value.getClass().isArray()) {
      Stream<Object> elements =
          IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i));
      return "new " + typeName(value.getClass()) + " {" + joined(elements) + "}";
    }
    return ofCollection(value);
  }

  private static String special(String type, Number number) {
    String name =
        Double.isNaN(number.doubleValue())
            ? "NaN"
            : number.doubleValue() > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY";
    return type + "." + name;
  }

  /** Zones are made by {@code of}, everything else reads what it prints. */
  private static String ofTime(Object value) {
    if (value instanceof java.time.ZoneId zone) {
      return "java.time.ZoneId.of(" + quoted(zone.getId()) + ")";
    }
    return value.getClass().getName() + ".parse(" + quoted(value.toString()) + ")";
  }

  private static String components(Record value) {
    return joined(Stream.of(value.getClass().getRecordComponents()).map(part -> get(part, value)));
  }

  private static Object get(RecordComponent component, Record value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(component + " can't be read", e);
    }
  }

  private static String ofCollection(Object value) {
    if (value instanceof Map<?, ?> map) {
      String entries =
          map.entrySet().stream()
              .map(
                  each ->
                      "java.util.Map.entry(%s, %s)"
                          .formatted(of(each.getKey()), of(each.getValue())))
              .collect(Collectors.joining(", "));
      return "java.util.Map.ofEntries(" + entries + ")";
    }
    if (value instanceof Collection<?> elements) {
      String type = value instanceof Set<?> ? "Set" : "List";
      return "java.util." + type + ".of(" + joined(elements.stream()) + ")";
    }
    throw new IllegalArgumentException(
        "a value of " + value.getClass().getName() + " can't be written as Java");
  }

  private static String joined(Stream<?> values) {
    return values.map(JavaLiteral::of).collect(Collectors.joining(", "));
  }

  /** As a cell names it: types of cells stand in a class of JShell's own. */
  private static String typeName(Class<?> type) {
    if (type.isArray()) {
      return typeName(type.getComponentType()) + "[]";
    }
    String name = type.getCanonicalName() == null ? type.getName() : type.getCanonicalName();
    return name.replaceFirst("^REPL\\.\\$JShell\\$\\w+\\.", "");
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        default ->
            escaped.append(
                Character.isISOControl(c) || Character.isSurrogate(c)
                    ? "\\u%04x".formatted((int) c)
                    : String.valueOf(c));
      }
    }
    return escaped.toString();
  }
}
