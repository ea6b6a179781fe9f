package dev.flowcell.render.chart;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of an axis stand, as Plotly decides it: numbers and dates as such when all are,
 * else every value is a category.
 */
final class Places {

  private enum Kind {
    NUMBERS,
    INSTANTS,
    CATEGORIES
  }

  private final Kind kind;
  private final List<String> categories;
  private final Map<String, Integer> indexes = new HashMap<>();

  private Places(Kind kind, List<String> categories) {
    this.kind = kind;
    this.categories = categories;
    for (String category : categories) {
      indexes.put(category, indexes.size());
    }
  }

  static Places of(Collection<?> values) {
    if (values.stream().allMatch(value -> value == null || value instanceof Number)) {
      return new Places(Kind.NUMBERS, List.of());
    }
    boolean instants =
        values.stream()
            .allMatch(value -> value instanceof String text && Instants.parse(text).isPresent());
    return instants ? new Places(Kind.INSTANTS, List.of()) : categories(values);
  }

  /** Each value a category, in the order of their first appearance. */
  static Places categories(Collection<?> values) {
    return new Places(Kind.CATEGORIES, values.stream().map(String::valueOf).distinct().toList());
  }

  boolean areInstants() {
    return kind == Kind.INSTANTS;
  }

  boolean areCategories() {
    return kind == Kind.CATEGORIES;
  }

  /** The place of a value, {@code NaN} where it has none. */
  double of(@Nullable Object value) {
    return switch (kind) {
      case NUMBERS -> value instanceof Number number ? number.doubleValue() : Double.NaN;
      case CATEGORIES -> indexes.getOrDefault(String.valueOf(value), -1);
      case INSTANTS -> {
        OptionalLong millis = Instants.parse(String.valueOf(value));
        yield millis.isPresent() ? millis.getAsLong() : Double.NaN;
      }
    };
  }

  Chart.Axis axis(String title) {
    return areInstants() ? Chart.Axis.instants(title) : Chart.Axis.categories(title, categories);
  }
}
