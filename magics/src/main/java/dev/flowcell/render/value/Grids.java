package dev.flowcell.render.value;

import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.render.PlainText;
import dev.flowcell.render.value.Grid.Column;
import dev.flowcell.render.value.Grid.Hole;
import dev.flowcell.render.value.Grid.Kind;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

/** The values that have rows and columns: tables, lists of records and of maps, arrays, maps. */
final class Grids {

  private static final Set<ColumnType> FRACTIONS = Set.of(ColumnType.DOUBLE, ColumnType.FLOAT);
  private static final Set<ColumnType> INTEGERS =
      Set.of(ColumnType.INTEGER, ColumnType.LONG, ColumnType.SHORT);

  private final TableLimits limits;

  Grids(TableLimits limits) {
    this.limits = limits;
  }

  static Grid of(Table table) {
    List<Column> columns = new ArrayList<>();
    for (tech.tablesaw.columns.Column<?> column : table.columns()) {
      Kind kind =
          FRACTIONS.contains(column.type())
              ? Kind.FRACTION
              : INTEGERS.contains(column.type()) ? Kind.INTEGER : Kind.OTHER;
      columns.add(
          new Column(column.name(), kind, row -> column.isMissing(row) ? null : column.get(row)));
    }
    return new Grid(Objects.requireNonNullElse(table.name(), ""), columns, table.rowCount(), false);
  }

  /**
   * The rows and columns of a list of records or maps, of an array of these or of arrays, or of a
   * map; empty for any other value.
   */
  Optional<Grid> of(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty() ? Optional.empty() : Optional.of(ofMap(map));
    }
    if (value instanceof List<?> list) {
      return ofRows(list.size(), list::get);
    }
    if (value instanceof Object[] array) {
      return array.getClass().getComponentType().isArray()
          ? ofArrays(array)
          : ofRows(array.length, row -> array[row]);
    }
    return Optional.empty();
  }

  /** A row for each element, where those that are shown are all records of one type, or maps. */
  private Optional<Grid> ofRows(int count, IntFunction<@Nullable Object> rows) {
    Map<Integer, Object> shown = new LinkedHashMap<>();
    for (int row : limits.shownRows(count)) {
      Object element = row == Grid.GAP ? null : rows.apply(row);
      if (element != null) {
        shown.put(row, element);
      }
    }
    if (shown.values().stream().allMatch(Map.class::isInstance)) {
      Set<Object> keys = new LinkedHashSet<>();
      shown.values().forEach(map -> keys.addAll(((Map<?, ?>) map).keySet()));
      List<Field> fields = keys.stream().map(Grids::entry).toList();
      return grid(fields, count, shown);
    }
    Class<?> type = shown.values().iterator().next().getClass();
    return type.isRecord() && shown.values().stream().allMatch(type::isInstance)
        ? grid(Stream.of(type.getRecordComponents()).map(Grids::component).toList(), count, shown)
        : Optional.empty();
  }

  /** One part of every element. */
  private record Field(String name, Function<Object, @Nullable Object> of) {}

  private Optional<Grid> grid(List<Field> fields, int count, Map<Integer, Object> shown) {
    List<Column> columns = new ArrayList<>();
    for (Field field : fields) {
      columns.add(
          Grid.column(
              field.name(),
              limits.shownRows(count),
              row -> {
                Object element = shown.get(row);
                return element == null ? null : field.of().apply(element);
              }));
    }
    return columns.isEmpty() ? Optional.empty() : Optional.of(new Grid("", columns, count, false));
  }

  private static Field entry(Object key) {
    return new Field(PlainText.of(key), map -> ((Map<?, ?>) map).get(key));
  }

  private static Field component(RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.trySetAccessible();
    return new Field(component.getName(), element -> called(accessor, element));
  }

  /** What the method returns; what it throws is shown instead. */
  private static @Nullable Object called(Method accessor, Object element) {
    try {
      return accessor.invoke(element);
    } catch (InvocationTargetException e) {
      Throwable thrown = Objects.requireNonNull(e.getCause());
      if (thrown instanceof CellInterruptedError interrupt) {
        throw interrupt;
      }
      return PlainText.unshowable(element, thrown);
    } catch (IllegalAccessException e) {
      return PlainText.unshowable(element, e);
    }
  }

  /** A row for each array; the columns are numbered, and a shorter row has none of the last. */
  private Optional<Grid> ofArrays(Object[] rows) {
    IntUnaryOperator length = row -> rows[row] == null ? 0 : Array.getLength(rows[row]);
    int width = 0;
    for (int row : limits.shownRows(rows.length)) {
      width = row == Grid.GAP ? width : Math.max(width, length.applyAsInt(row));
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      int place = i;
      columns.add(
          Grid.column(
              String.valueOf(i), limits.shownRows(rows.length), row -> element(rows[row], place)));
    }
    return width == 0 ? Optional.empty() : Optional.of(new Grid("", columns, rows.length, false));
  }

  private static Object element(@Nullable Object row, int place) {
    if (row == null) {
      return place == 0 ? Hole.NULL_ROW : Hole.NO_CELL;
    }
    return place < Array.getLength(row)
        ? Objects.requireNonNullElse(Array.get(row, place), Hole.NULL)
        : Hole.NO_CELL;
  }

  /** A row for each entry; where all values shown are records or maps, their parts are columns. */
  private Grid ofMap(Map<?, ?> map) {
    List<Integer> shownRows = limits.shownRows(map.size());
    Set<Integer> wanted = new HashSet<>(shownRows);
    Map<Integer, Map.Entry<?, ?>> shown = new LinkedHashMap<>();
    int number = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (wanted.contains(number)) {
        shown.put(number, entry);
      }
      number++;
    }
    IntFunction<@Nullable Object> keys = row -> of(shown, row, Map.Entry::getKey);
    IntFunction<@Nullable Object> values = row -> of(shown, row, Map.Entry::getValue);
    List<Column> columns = new ArrayList<>();
    columns.add(Grid.column("key", shownRows, keys));
    Optional<Grid> parts = ofRows(number, values);
    if (parts.isPresent()) {
      columns.addAll(parts.get().columns());
    } else {
      columns.add(Grid.column("value", shownRows, values));
    }
    return new Grid("", columns, number, false);
  }

  private static @Nullable Object of(
      Map<Integer, Map.Entry<?, ?>> shown,
      int row,
      Function<Map.Entry<?, ?>, @Nullable Object> part) {
    Map.Entry<?, ?> entry = shown.get(row);
    return entry == null ? null : part.apply(entry);
  }
}
