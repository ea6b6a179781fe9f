package dev.flowcell.store.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.stats.Description;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ValueCodecTest {

  private final ValueCodec codec = new ValueCodec(name -> Optional.empty());

  static Set<String> samples() {
    return SampleValues.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_value_comes_back_as_it_was(String sample) throws Exception {
    Object value = SampleValues.all().get(sample);

    Object back = codec.decode(codec.encode(value));

    assertThat(SampleValues.areEqual(value, back)).as("%s, now %s", value, back).isTrue();
    assertThat(codec.encode(back)).as("its bytes").isEqualTo(codec.encode(value));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_value_comes_back_of_its_own_class(String sample) throws Exception {
    Object value = Objects.requireNonNull(SampleValues.all().get(sample));

    Object back = Objects.requireNonNull(codec.decode(codec.encode(value)));

    boolean isView = Set.of("keySet", "values", "entrySet").contains(sample);
    boolean isPart = sample.startsWith("part of");
    assertThat(back.getClass() == value.getClass() || isView || isPart || isSmaller(value, back))
        .as("%s, now %s", value.getClass(), back.getClass())
        .isTrue();
  }

  /** The JDK has several classes for one kind of immutable collection, by its size. */
  private static boolean isSmaller(Object value, Object back) {
    String outer = "java.util.ImmutableCollections$";
    return value.getClass().getName().startsWith(outer)
            && back.getClass().getName().startsWith(outer)
        || value.getClass().getName().startsWith("java.util.Collections$")
            && back.getClass().getName().startsWith("java.util.Collections$Unmodifiable");
  }

  @Test
  void null_comes_back() throws Exception {
    assertThat(codec.decode(codec.encode(null))).isNull();
  }

  @Test
  void the_order_in_hashed_collections_does_not_count() throws Exception {
    List<String> words = IntStream.range(0, 100).mapToObj(i -> "word " + i).toList();
    List<String> backwards = new ArrayList<>(words);
    Collections.reverse(backwards);
    Map<String, Integer> map = new HashMap<>();
    words.forEach(word -> map.put(word, word.length()));
    Map<String, Integer> other = new HashMap<>(10_000);
    backwards.forEach(word -> other.put(word, word.length()));

    assertThat(codec.encode(new HashSet<>(words)))
        .isEqualTo(codec.encode(new HashSet<>(backwards)));
    assertThat(codec.encode(map)).isEqualTo(codec.encode(other));
    assertThat(codec.encode(new LinkedHashMap<>(Map.of("a", 1))))
        .isNotEqualTo(codec.encode(new HashMap<>(Map.of("a", 1))));
  }

  @Test
  void different_values_have_different_bytes() throws Exception {
    List<byte[]> seen = new ArrayList<>();
    for (Map.Entry<String, Object> sample : SampleValues.all().entrySet()) {
      byte[] bytes = codec.encode(sample.getValue());
      assertThat(seen).as(sample.getKey()).noneMatch(other -> Arrays.equals(other, bytes));
      seen.add(bytes);
    }
  }

  @Test
  void a_description_still_groups() throws Exception {
    Table exam =
        Table.create(
            StringColumn.create("Class", "A", "B", "B"),
            tech.tablesaw.api.DoubleColumn.create("Score", 1, 2, 3));

    Object back = codec.decode(codec.encode(Description.of(exam, "Score")));

    assertThat(back)
        .isInstanceOfSatisfying(
            Description.class,
            description ->
                assertThat(description.by("Class").print())
                    .isEqualTo(Description.of(exam, "Score").by("Class").print()));
  }

  @Test
  void a_column_remade_of_other_strings_has_the_bytes_of_an_equal_one() throws Exception {
    StringColumn changed = StringColumn.create("t", "gone", "a", "b");
    changed.set(0, "b");

    assertThat(codec.encode(changed))
        .isEqualTo(codec.encode(StringColumn.create("t", "b", "a", "b")));
  }

  // what can't be stored

  private String refused(@Nullable Object value) {
    return refused(codec, value);
  }

  private static String refused(ValueCodec codec, @Nullable Object value) {
    try {
      return "stored in " + codec.encode(value).length + " bytes";
    } catch (NotStorableException e) {
      return String.valueOf(e.getMessage());
    }
  }

  static final class Plain {}

  @SuppressWarnings("serial")
  static final class Holder implements Serializable {
    private static final long serialVersionUID = 1L;
    Object held;

    Holder(Object held) {
      this.held = held;
    }
  }

  record Box(@Nullable Object content) {}

  record Broken(int number) {
    @Override
    public int number() {
      throw new IllegalStateException("no number today");
    }
  }

  record Interrupted(int number) {
    @Override
    public int number() {
      throw new CellInterruptedError();
    }
  }

  @Test
  void says_which_type_can_not_be_stored() {
    String plain = Plain.class.getCanonicalName();
    assertThat(refused(new Plain())).isEqualTo(plain + " is neither a record nor Serializable");
    assertThat(refused(List.of(new Box(new Plain())))).startsWith(plain + " is neither");
    assertThat(refused(Thread.currentThread()))
        .isEqualTo("java.lang.Thread is neither a record nor Serializable");
    assertThat(refused(Stream.of(1))).contains("is neither a record nor Serializable");
    assertThat(refused((Supplier<String>) () -> "x")).startsWith("a lambda");
    assertThat(refused((Supplier<String> & Serializable) () -> "x")).contains("lambda");
    assertThat(refused(new Holder(new Plain())))
        .endsWith("holds a " + Plain.class.getName() + ", which is not Serializable");
    assertThat(refused(new TreeSet<Integer>((a, b) -> b - a))).startsWith("a lambda");
  }

  @Test
  void says_that_a_value_contains_itself() {
    List<Object> list = new ArrayList<>();
    list.add(new Box(list));
    Object[] array = new Object[1];
    array[0] = Map.of("a", array);

    assertThat(refused(list)).isEqualTo("java.util.ArrayList contains itself");
    assertThat(refused(array)).isEqualTo("java.lang.Object[] contains itself");
  }

  @Test
  void takes_a_value_twice() throws Exception {
    List<Integer> twice = new ArrayList<>(List.of(1));

    assertThat(codec.decode(codec.encode(List.of(twice, twice)))).isEqualTo(List.of(twice, twice));
  }

  @Test
  void says_that_a_value_is_nested_too_deeply() throws Exception {
    assertThat(codec.decode(codec.encode(nested(400)))).isEqualTo(nested(400));
    assertThat(refused(nested(600)))
        .isEqualTo(Box.class.getCanonicalName() + " is nested more than 500 values deep");
  }

  private static Box nested(int depth) {
    Box box = new Box(null);
    for (int i = 1; i < depth; i++) {
      box = new Box(box);
    }
    return box;
  }

  @Test
  void says_that_a_value_is_too_large() {
    ValueCodec small = new ValueCodec(name -> Optional.empty(), 1 << 20);

    assertThat(refused(small, new double[1 << 16])).startsWith("stored");
    assertThat(refused(small, new double[1 << 17])).isEqualTo("double[] is larger than 1 MB");
    assertThat(refused(small, new ArrayList<>(Collections.nCopies(1 << 20, 1))))
        .isEqualTo("java.util.ArrayList is larger than 1 MB");
  }

  @Test
  void says_what_the_users_code_throws() {
    assertThat(refused(List.of(new Broken(1))))
        .isEqualTo(
            Broken.class.getCanonicalName()
                + ".number() throws java.lang.IllegalStateException: no number today");
  }

  @Test
  void an_interrupt_goes_on() {
    assertThatExceptionOfType(CellInterruptedError.class)
        .isThrownBy(() -> codec.encode(new Interrupted(1)));
  }

  // what can't be read back

  private static String missing(ValueCodec codec, byte[] bytes) {
    try {
      return "read as " + codec.decode(bytes);
    } catch (MissingResultException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The same declarations as another session makes them. */
  static final class Later {
    record Swapped(@Nullable Double y, int x) {}

    record Grown(int x, @Nullable Double y, int z) {}

    record Retyped(String x, @Nullable Double y) {}

    record Refusing(int x, @Nullable Double y) {
      Refusing {
        throw new IllegalArgumentException("x is odd");
      }
    }

    enum Fewer {
      BAD
    }

    static final class Model implements Serializable {
      private static final long serialVersionUID = 1L;
      double[] weights = {};
    }
  }

  /** A session whose cells declare the type under the simple name of another. */
  private static ValueCodec sessionWith(String name, Class<?> type) {
    return new ValueCodec(wanted -> wanted.equals(name) ? Optional.of(type) : Optional.empty());
  }

  private static final String POINT = SampleValues.Point.class.getName();

  @Test
  void a_record_may_order_its_components_anew() throws Exception {
    byte[] bytes = codec.encode(new SampleValues.Point(1, 2.0));

    assertThat(sessionWith(POINT, Later.Swapped.class).decode(bytes))
        .isEqualTo(new Later.Swapped(2.0, 1));
  }

  @Test
  void says_how_a_type_has_changed() throws Exception {
    byte[] point = codec.encode(new SampleValues.Point(1, 2.0));
    String type = "its type " + POINT;

    assertThat(missing(sessionWith(POINT, Later.Grown.class), point))
        .isEqualTo(type + " has changed: it had x, y and has x, y, z now");
    assertThat(missing(sessionWith(POINT, Later.Retyped.class), point))
        .isEqualTo(type + " has changed: a component has another type now");
    assertThat(missing(sessionWith(POINT, Later.Fewer.class), point))
        .isEqualTo(type + " is no record any more");
    assertThat(missing(sessionWith(POINT, Later.Refusing.class), point))
        .isEqualTo(
            "the constructor of " + POINT + " throws java.lang.IllegalArgumentException: x is odd");
    String grade = SampleValues.Grade.class.getName();
    assertThat(
            missing(sessionWith(grade, Later.Fewer.class), codec.encode(SampleValues.Grade.GOOD)))
        .isEqualTo("its type " + grade + " has changed: it has no constant GOOD any more");
  }

  @Test
  void says_which_type_is_unknown() throws Exception {
    byte[] bytes = codec.encode(new SampleValues.Point(1, 2.0));
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] other =
        text.replace("SampleValues$Point", "SampleValues$Pixel")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThat(missing(codec, other))
        .isEqualTo("its type " + POINT.replace("Point", "Pixel") + " is not defined here");
  }

  @Test
  void damaged_bytes_are_a_missing_result_and_nothing_worse() throws Exception {
    for (Map.Entry<String, Object> sample : SampleValues.all().entrySet()) {
      byte[] bytes = codec.encode(sample.getValue());
      for (int i = 0; i < Math.min(bytes.length, 100); i++) {
        byte[] damaged = bytes.clone();
        damaged[i] ^= 0x55;
        missing(codec, damaged);
        missing(codec, Arrays.copyOf(bytes, i));
      }
    }
  }

  @Test
  void a_serialized_type_that_is_not_on_the_list_is_not_read() throws Exception {
    byte[] bytes = codec.encode(new java.io.File("x"));
    byte[] list =
        new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("java.io.File", "java.io.Fill")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThat(missing(codec, list)).contains("java.io.Fill");
    assertThat(refused(new javax.swing.event.EventListenerList()))
        .endsWith("is not among the types that are read back");
  }
}
