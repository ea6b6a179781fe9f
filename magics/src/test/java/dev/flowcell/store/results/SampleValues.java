package dev.flowcell.store.results;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.flowcell.stats.Description;
import dev.flowcell.stats.TTest;
import java.io.File;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
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
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
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

/** Values of every kind, made anew by each call and always the same. */
final class SampleValues {

  enum Grade {
    GOOD,
    BAD {
      @Override
      public String toString() {
        return "quite bad";
      }
    }
  }

  record Point(int x, @Nullable Double y) {}

  record Line<T>(String name, List<T> points, Grade @Nullable [] grades) {}

  static final class Model implements Serializable {

    private static final long serialVersionUID = 1L;

    private final double[] weights = {1.5, -2};
    private final Map<String, LocalDate> trained = Map.of("on", LocalDate.of(2026, 1, 2));
    private final Grade grade = Grade.GOOD;

    @Override
    public boolean equals(Object other) {
      return other instanceof Model model
          && Arrays.equals(weights, model.weights)
          && trained.equals(model.trained)
          && grade == model.grade;
    }

    @Override
    public int hashCode() {
      return Objects.hash(Arrays.hashCode(weights), trained, grade);
    }
  }

  private SampleValues() {}

  /** The values by what they are. */
  static Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    addScalars(all);
    addTimes(all);
    addArrays(all);
    addCollections(all);
    addMaps(all);
    addOthers(all);
    addColumns(all);
    return all;
  }

  private static void addScalars(Map<String, Object> all) {
    all.put("true", true);
    all.put("false", false);
    all.put("byte", (byte) -3);
    all.put("short", (short) -300);
    all.put("char", 'ß');
    all.put("int", Integer.MIN_VALUE);
    all.put("long", Long.MAX_VALUE);
    all.put("float", -0.0f);
    all.put("double", Math.PI);
    all.put("NaN", Double.NaN);
    all.put("empty string", "");
    all.put("Latin string", "Zürich\n\0");
    all.put("Unicode string", "点数 😀");
    all.put("broken string", "half \ud83d of a pair");
    all.put("long string", "Prüfung ".repeat(1000));
    all.put("BigInteger", BigInteger.TWO.pow(200).negate());
    all.put("BigDecimal", new BigDecimal("1.500E+40"));
    all.put("UUID", new UUID(1, -2));
    all.put("enum", Grade.GOOD);
    all.put("enum constant with a body", Grade.BAD);
    all.put("JDK enum", DayOfWeek.FRIDAY);
    all.put("class", Point[].class);
    all.put("primitive class", int.class);
    all.put("path", Path.of("scores.csv"));
  }

  private static void addTimes(Map<String, Object> all) {
    LocalDateTime time = LocalDateTime.of(2026, 10, 25, 2, 30, 0, 123_456_789);
    all.put("Instant", Instant.MAX);
    all.put("early Instant", Instant.MIN);
    all.put("Duration", Duration.ofMillis(-500));
    all.put("LocalDate", LocalDate.MIN);
    all.put("late LocalDate", LocalDate.MAX);
    all.put("LocalTime", time.toLocalTime());
    all.put("LocalDateTime", time);
    all.put("OffsetDateTime", time.atOffset(ZoneOffset.ofHours(-3)));
    all.put("OffsetTime", OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHoursMinutes(5, 30)));
    all.put("ZonedDateTime", time.atZone(ZoneId.of("Europe/Berlin")));
    all.put("its later hour", time.atZone(ZoneId.of("Europe/Berlin")).withLaterOffsetAtOverlap());
    all.put("ZonedDateTime at an offset", ZonedDateTime.of(time, ZoneOffset.UTC));
    all.put("ZoneOffset", ZoneOffset.ofHours(2));
    all.put("ZoneId", ZoneId.of("Asia/Tokyo"));
    all.put("Period", Period.of(1, -14, 3));
    all.put("Year", Year.of(-12_345));
    all.put("YearMonth", YearMonth.of(12_345, 6));
    all.put("MonthDay", MonthDay.of(2, 29));
    all.put("OffsetDateTime.MAX", OffsetDateTime.MAX);
  }

  private static void addArrays(Map<String, Object> all) {
    all.put("boolean[]", new boolean[] {true, false});
    all.put("byte[]", new byte[] {1, -2});
    all.put("short[]", new short[] {1, -2});
    all.put("char[]", new char[] {'a', '点'});
    all.put("int[]", IntStream.range(-5000, 5000).toArray());
    all.put("long[]", new long[] {1, Long.MIN_VALUE});
    all.put("float[]", new float[] {1, Float.NaN});
    all.put("double[]", new double[] {1, Double.NEGATIVE_INFINITY});
    all.put("int[][]", new int[][] {{1, 2}, {}, null});
    all.put("String[]", new String[] {"a", null});
    all.put("Object[]", new Object[] {1, "two", new long[] {3}, new Object[] {}});
    all.put("record[]", new Point[] {new Point(1, 2.5), null});
    all.put("empty int[]", new int[0]);
  }

  private static void addCollections(Map<String, Object> all) {
    List<Object> list = Arrays.asList(3, "a", null, 3, List.of());
    List<String> words = List.of("c", "a", "b");
    all.put("ArrayList", new ArrayList<>(list));
    all.put("LinkedList", new LinkedList<>(list));
    all.put("Arrays.asList", list);
    all.put("List.of", List.of(1, 2, 3));
    all.put("List.of one", List.of("one"));
    all.put("List.of none", List.of());
    all.put("toList with null", Stream.of("a", null).toList());
    all.put("part of a List.of", List.of(1, 2, 3, 4).subList(1, 3));
    all.put("part of an ArrayList", new ArrayList<>(list).subList(1, 3));
    all.put("unmodifiableList", Collections.unmodifiableList(new ArrayList<>(list)));
    all.put("emptyList", Collections.emptyList());
    all.put("singletonList", Collections.singletonList(null));
    all.put("CopyOnWriteArrayList", new CopyOnWriteArrayList<>(list));
    all.put("ArrayDeque", new ArrayDeque<>(words));
    all.put("HashSet", new HashSet<>(list));
    all.put("LinkedHashSet", new LinkedHashSet<>(list));
    all.put("TreeSet", new TreeSet<>(words));
    all.put("reversed TreeSet", reversed(words));
    all.put("Set.of", Set.of("c", "a", "b"));
    all.put("Set.of one", Set.of(Grade.BAD));
    all.put("unmodifiableSet", Collections.unmodifiableSet(new LinkedHashSet<>(words)));
    all.put("EnumSet", EnumSet.of(Grade.BAD));
    all.put("empty EnumSet", EnumSet.noneOf(Grade.class));
    all.put("keySet", new HashMap<>(Map.of("a", 1, "b", 2)).keySet());
    all.put("values", new TreeMap<>(Map.of("a", 1, "b", 2)).values());
    all.put("entrySet", new LinkedHashMap<>(Map.of("a", 1)).entrySet());
  }

  private static Set<String> reversed(List<String> words) {
    Set<String> set = new TreeSet<>(Comparator.reverseOrder());
    set.addAll(words);
    return set;
  }

  private static void addMaps(Map<String, Object> all) {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("b", List.of(new Point(1, null)));
    map.put("a", null);
    map.put(null, Map.of(1, Set.of()));
    all.put("LinkedHashMap", map);
    all.put("HashMap", new HashMap<>(map));
    all.put("unmodifiableMap", Collections.unmodifiableMap(map));
    all.put("TreeMap", new TreeMap<>(Map.of("b", 2, "a", 1)));
    all.put("Map.of", Map.of("b", 2, "a", 1));
    all.put("Map.of one", Map.of(Grade.GOOD, "x"));
    all.put("Map.of none", Map.of());
    all.put("emptyMap", Collections.emptyMap());
    all.put("ConcurrentHashMap", new ConcurrentHashMap<>(Map.of("b", 2, "a", 1)));
    all.put("EnumMap", new EnumMap<>(Map.of(Grade.BAD, new Point(1, 2.0))));
    all.put("empty EnumMap", new EnumMap<>(Grade.class));
  }

  private static void addOthers(Map<String, Object> all) {
    all.put("record", new Line<>("l", List.of(new Point(1, 2.0)), new Grade[] {Grade.BAD}));
    all.put("record with null", new Line<>("l", List.of(), null));
    all.put("record of ours", TTest.welch(new double[] {1, 2, 3}, new double[] {2, 3, 5}));
    all.put("Optional", Optional.of("a"));
    all.put("Optional.empty", Optional.empty());
    all.put("OptionalInt", OptionalInt.of(0));
    all.put("OptionalLong", OptionalLong.empty());
    all.put("OptionalDouble", OptionalDouble.of(1.5));
    all.put("Map.entry", Map.entry("a", 1));
    all.put("SimpleEntry", new AbstractMap.SimpleEntry<>("a", null));
    all.put("SimpleImmutableEntry", new AbstractMap.SimpleImmutableEntry<>("a", 1));
    all.put("Serializable", new Model());
    all.put("Serializable of the JDK", new File("exam.csv"));
    all.put("URI", URI.create("https://example.org/a?b"));
    all.put("JSON", JsonNodeFactory.instance.objectNode().put("b", 1).put("a", "x"));
  }

  private static void addColumns(Map<String, Object> all) {
    all.put("DoubleColumn", DoubleColumn.create("d", 1.5, Double.NaN, -0.0));
    all.put("FloatColumn", FloatColumn.create("f", 1.5f, Float.NaN));
    all.put("IntColumn", IntColumn.create("i", 1, -2).appendMissing());
    all.put("LongColumn", LongColumn.create("l", 1L, -2L).appendMissing());
    all.put("ShortColumn", ShortColumn.create("s", (short) 1, (short) -2).appendMissing());
    all.put("BooleanColumn", BooleanColumn.create("b", true, false).appendMissing());
    all.put("StringColumn", StringColumn.create("t", "x", "", "点", "x").appendMissing());
    all.put("StringColumn of many", StringColumn.create("t", numbers(1000)));
    all.put("empty StringColumn", StringColumn.create("t"));
    all.put("DateColumn", DateColumn.create("d", LocalDate.of(2026, 1, 2)).appendMissing());
    all.put("TimeColumn", TimeColumn.create("t", LocalTime.of(1, 2, 3)).appendMissing());
    all.put(
        "DateTimeColumn",
        DateTimeColumn.create("t", LocalDateTime.of(2026, 1, 2, 3, 4, 5)).appendMissing());
    all.put("InstantColumn", InstantColumn.create("i", Instant.ofEpochSecond(5)).appendMissing());
    Table exam =
        Table.create(
            "exam",
            StringColumn.create("Class", "A", "A", "B", "B", ""),
            DoubleColumn.create("Score", 65, 70, Double.NaN, 82, 80));
    all.put("Table", exam);
    all.put("Table without a name", Table.create(IntColumn.create("i", 1)).setName(null));
    all.put("Table without columns", Table.create("empty"));
    all.put("Description", Description.of(exam, "Score").by("Class"));
    all.put("list of tables", List.of(exam, exam));
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** Whether both are of the same class and have the same content. */
  static boolean areEqual(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Table a && other instanceof Table b) {
      return one.getClass() == other.getClass()
          && Objects.equals(a.name(), b.name())
          && areEqual(a.columns(), b.columns());
    }
    if (one instanceof Column<?> a && other instanceof Column<?> b) {
      return one.getClass() == other.getClass()
          && a.name().equals(b.name())
          && Arrays.equals(a.asObjectArray(), b.asObjectArray())
          && Arrays.equals(a.isMissing().toArray(), b.isMissing().toArray());
    }
    if (one instanceof Line<?> a && other instanceof Line<?> b) {
      return a.name.equals(b.name)
          && a.points.equals(b.points)
          && Arrays.equals(a.grades, b.grades);
    }
    if (one instanceof Collection<?> a && other instanceof Collection<?> b && !(a instanceof Set)) {
      return a.size() == b.size() && allEqual(a.toArray(), b.toArray());
    }
    return Objects.deepEquals(one, other);
  }

  private static boolean allEqual(Object[] one, Object[] other) {
    return IntStream.range(0, one.length).allMatch(i -> areEqual(one[i], other[i]));
  }
}
