package dev.flowcell.store.results;

import dev.flowcell.stats.Description;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;

/** The columns and tables of Tablesaw. */
final class TablesawKinds {

  /** So many different strings are told apart by a byte. */
  private static final int FEW = 256;

  private TablesawKinds() {}

  /** One line for each type. */
  static List<ValueKind> all() {
    return List.of(
        new ColumnKind<>(
            80,
            DoubleColumn.class,
            (out, column) -> out.putDoubles(column.asDoubleArray()),
            (name, in) -> DoubleColumn.create(name, in.getDoubles())),
        new ColumnKind<>(
            81,
            FloatColumn.class,
            (out, column) -> out.putFloats(column.asFloatArray()),
            (name, in) -> FloatColumn.create(name, in.getFloats())),
        new ColumnKind<>(
            82,
            IntColumn.class,
            (out, column) -> out.putInts(column.asIntArray()),
            (name, in) -> IntColumn.create(name, in.getInts())),
        new ColumnKind<>(
            83,
            LongColumn.class,
            (out, column) -> out.putLongs(column.asLongArray()),
            (name, in) -> LongColumn.create(name, in.getLongs())),
        new ColumnKind<>(
            84,
            ShortColumn.class,
            (out, column) -> out.putShorts(column.asShortArray()),
            (name, in) -> ShortColumn.create(name, in.getShorts())),
        new ColumnKind<>(
            85, BooleanColumn.class, TablesawKinds::putBooleans, TablesawKinds::getBooleans),
        new ColumnKind<>(
            86, StringColumn.class, TablesawKinds::putStrings, TablesawKinds::getStrings),
        new ColumnKind<>(
            87,
            DateColumn.class,
            (out, column) -> putPacked(out, column.size(), column::getIntInternal),
            (name, in) -> DateColumn.createInternal(name, in.getInts())),
        new ColumnKind<>(
            88,
            TimeColumn.class,
            (out, column) -> putPacked(out, column.size(), column::getIntInternal),
            (name, in) -> TimeColumn.createInternal(name, in.getInts())),
        new ColumnKind<>(
            89,
            DateTimeColumn.class,
            (out, column) -> putPackedLongs(out, column.size(), column::getLongInternal),
            (name, in) -> DateTimeColumn.createInternal(name, in.getLongs())),
        new ColumnKind<>(
            90,
            InstantColumn.class,
            (out, column) -> putPackedLongs(out, column.size(), column::getLongInternal),
            (name, in) -> InstantColumn.createInternal(name, in.getLongs())),
        new PartsKind<>(
            100,
            Table.class::equals,
            (Table table) -> join(table.columns(), table.name()),
            0,
            parts -> Table.create((String) parts[0], columns(parts, 1))),
        new PartsKind<>(
            101,
            Description.class::equals,
            (Description table) ->
                join(
                    table.columns(),
                    table.name(),
                    table.source(),
                    table.described().toArray(String[]::new)),
            0,
            TablesawKinds::description));
  }

  private static @Nullable Object[] join(List<Column<?>> columns, @Nullable Object... first) {
    return Stream.concat(Stream.of(first), columns.stream()).toArray();
  }

  private static List<Column<?>> columns(@Nullable Object[] parts, int from) {
    List<Column<?>> columns = new ArrayList<>();
    for (Object part : Arrays.asList(parts).subList(from, parts.length)) {
      columns.add((Column<?>) Objects.requireNonNull(part));
    }
    return columns;
  }

  private static Description description(@Nullable Object[] parts) {
    Table source = (Table) Objects.requireNonNull(parts[1]);
    String[] described = (String[]) Objects.requireNonNull(parts[2]);
    Description description = Description.restored(source, List.of(described), columns(parts, 3));
    description.setName((String) parts[0]);
    return description;
  }

  private static void putPacked(ValueWriter out, int size, IntUnaryOperator value)
      throws NotStorableException {
    int[] values = new int[size];
    Arrays.setAll(values, value);
    out.putInts(values);
  }

  private static void putPackedLongs(ValueWriter out, int size, IntToLongFunction value)
      throws NotStorableException {
    long[] values = new long[size];
    Arrays.setAll(values, value);
    out.putLongs(values);
  }

  private static void putBooleans(ValueWriter out, BooleanColumn column)
      throws NotStorableException {
    byte[] values = new byte[column.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.getByte(i);
    }
    out.putBytes(values);
  }

  private static BooleanColumn getBooleans(String name, ValueReader in) {
    BooleanColumn column = BooleanColumn.create(name);
    for (byte value : in.getBytes()) {
      column.append(value);
    }
    return column;
  }

  /** The different strings in the order of their first places, then which stands where. */
  private static void putStrings(ValueWriter out, StringColumn column) throws NotStorableException {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int[] places = new int[column.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = numbers.computeIfAbsent(column.get(i), text -> numbers.size());
    }
    out.putLength(numbers.size());
    for (String text : numbers.keySet()) {
      out.putText(text);
    }
    if (numbers.size() > FEW) {
      out.putInts(places);
      return;
    }
    byte[] small = new byte[places.length];
    for (int i = 0; i < small.length; i++) {
      small[i] = (byte) places[i];
    }
    out.putBytes(small);
  }

  private static StringColumn getStrings(String name, ValueReader in) {
    List<String> texts = new ArrayList<>();
    for (int left = in.getLength(); left > 0; left--) {
      texts.add(in.getText());
    }
    StringColumn column = StringColumn.create(name);
    if (texts.size() > FEW) {
      for (int place : in.getInts()) {
        column.append(texts.get(place));
      }
    } else {
      for (byte place : in.getBytes()) {
        column.append(texts.get(Byte.toUnsignedInt(place)));
      }
    }
    return column;
  }
}
