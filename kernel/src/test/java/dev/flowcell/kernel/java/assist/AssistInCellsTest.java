package dev.flowcell.kernel.java.assist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.Completion;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.java.Cells;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Tab and an inspection tell of what stands in a cell, and of what cells have declared. */
class AssistInCellsTest {

  private static final Cells cells = new Cells();

  @BeforeAll
  static void declare() {
    cells.run("List<String> words = List.of(\"a\");");
  }

  @AfterAll
  static void close() {
    cells.close();
  }

  private static Completion complete(String code) {
    return cells.evaluator.complete(code, code.length());
  }

  private static String inspected(String code) {
    return cells.evaluator.inspect(code, code.length(), false).map(MimeBundle::text).orElse("");
  }

  @Test
  void inspects_what_cells_declare_with_the_comment_written_over_it() {
    cells.run(
        """
        /**
         * Adds {@code a} and <b>b</b>.
         *
         * @param a the first
         */
        int addUp(int a, int b) { return a + b; }
        /** A point. */
        record Dot(int x, int y) { /** How far from zero. */ double norm() { return x; } }
        /** How many. */
        int howMany = 3;
        /** Barks. */
        class Hound { /** Its name. */ String name; /** A new one. */ Hound(String name) { } }
        """);

    assertThat(inspected("addUp"))
        .isEqualTo("int addUp(int a, int b)\nAdds a and b.\n\n@param a the first");
    assertThat(inspected("Dot")).isEqualTo("record Dot(int x, int y)\nA point.");
    assertThat(inspected("new Dot(1, 2).norm")).isEqualTo("double Dot.norm()\nHow far from zero.");
    assertThat(inspected("howMany")).isEqualTo("int howMany = 3\nHow many.");
    assertThat(inspected("new Hound(\"\").name")).isEqualTo("String Hound.name\nIts name.");
    assertThat(inspected("new Hound(")).isEqualTo("Hound(String name)\nA new one.");
  }

  @Test
  void the_comment_is_that_of_the_overload_and_of_the_last_declaration() {
    cells.run("/** Of one. */\nint over(int a) { return 1; }");
    cells.run("/** Of two. */\nint over(int a, int b) { return 2; }");
    cells.run("/** Once. */ int again() { return 1; }");
    cells.run("int again() { return 2; }");

    assertThat(inspected("over(")).contains("(int a)\nOf one.", "(int a, int b)\nOf two.");
    assertThat(inspected("again(")).isEqualTo("int again()");
  }

  @Test
  void variables_are_inspected_as_they_are_declared_and_methods_with_short_types() {
    assertThat(inspected("int local = 3; local")).isEqualTo("int local");
    assertThat(inspected("words.stream(")).startsWith("Stream<E> Collection<E>.stream()");
  }

  @Test
  void methods_of_interfaces_have_names_for_what_they_take() {
    assertThat(inspected("words.add"))
        .contains("boolean List<E>.add(E e)", "void List<E>.add(int index, E element)");
    assertThat(inspected("words.containsAll"))
        .contains("boolean List<E>.containsAll(Collection<?> c)");
    assertThat(inspected("new TreeMap<String, Integer>().headMap(").lines().toList())
        .contains("NavigableMap<K,V> TreeMap<K, V>.headMap(K toKey, boolean inclusive)");
    assertThat(inspected("Map.of(1, 2).put")).startsWith("V Map<K, V>.put(K key, V value)");
    assertThat(inspected("words.stream().map("))
        .startsWith("Stream<R> Stream<T>.<R>map(Function<? super T,? extends R> mapper)");
    assertThat(inspected("words.toArray(")).contains("T[] List<E>.<T>toArray(T[] a)");
  }

  @Test
  void a_type_of_java_is_told_with_its_declaration_and_what_to_get_from_it() {
    assertThat(inspected("String"))
        .startsWith(
            "java.lang.String\npublic final class String implements Serializable, Comparable<String>")
        .contains("\nstatic: copyValueOf, format, join, valueOf\n")
        .containsPattern("\n\\d\\d constructors, \\d\\d+ methods");
    assertThat(inspected("Map.Entry"))
        .startsWith("java.util.Map.Entry<K, V>\npublic interface Map.Entry<K,V>\nstatic: ");
    assertThat(inspected("StringBuilder")).contains("public final class StringBuilder implements");
    assertThat(inspected("java.util.ArrayList"))
        .contains("\npublic class ArrayList<E> extends AbstractList<E> implements List<E>, ");
  }

  @Test
  void completes_the_constants_of_an_enum_behind_case() {
    cells.run("enum Light { RED, GREEN }\nLight light = Light.RED;");

    assertThat(complete("switch (light) { case ").matches()).containsExactly("GREEN", "RED");
    assertThat(complete("void f(Light l) { switch (l) { case GREEN: return; case R"))
        .isEqualTo(new Completion(List.of("RED"), 56, 57));
  }

  @Test
  void completes_method_references_conditions_and_local_variables() {
    assertThat(complete("words.stream().map(String::toUpp").matches())
        .containsExactly("toUpperCase");
    assertThat(complete("if (words.isEm").matches()).containsExactly("isEmpty()");
    assertThat(complete("if (words.i").matches()).contains("indexOf(", "isEmpty()");
    assertThat(complete("int i = 0; while (i < words.si").matches()).containsExactly("size()");
    assertThat(complete("if (1 > 2 && words.").matches()).contains("isEmpty()");
    assertThat(complete("String s = \"\";\nwhile (s.isBl").matches()).containsExactly("isBlank()");
    assertThat(complete("void f() { int longest = 1; lon").matches()).contains("longest", "long");
  }

  @Test
  void completes_the_constants_and_methods_of_an_enum_and_nothing_that_is_for_the_compiler() {
    cells.run("enum Colour { RED, GREEN }");

    assertThat(complete("Colour.").matches())
        .containsExactlyInAnyOrder("GREEN", "RED", "class", "valueOf(", "values()");
    assertThat(complete("Colour.En").matches()).isEmpty();
    assertThat(complete("Enum.En").matches()).containsExactly("EnumDesc");
  }

  @Test
  void completes_the_values_that_a_loop_goes_through() {
    cells.run("Map<String, Integer> counts = Map.of();");

    assertThat(complete("for (String s : counts.k"))
        .isEqualTo(new Completion(List.of("keySet()"), 23, 24));
    assertThat(complete("for (String s : counts.").matches()).contains("keySet()", "size()");
    assertThat(complete("int a = 1;\nfor (var each : counts.ent").matches())
        .containsExactly("entrySet()");
    assertThat(complete("for (Map.Entry<String, Integer> e : Map.copyOf(counts).ent").matches())
        .containsExactly("entrySet()");
    assertThat(complete("for (String s : words) {\n  for (char c : s.toCh").matches())
        .containsExactly("toCharArray()");
    assertThat(complete("void f() {\n  for (String s : counts.k").matches())
        .containsExactly("keySet()");
    assertThat(complete("for (String s : words) s.isBl").matches()).containsExactly("isBlank()");
  }

  @Test
  void completes_files_in_texts_and_nothing_in_comments() {
    assertThat(complete("Path.of(\"src/test/ja"))
        .isEqualTo(new Completion(List.of("java/"), 18, 20));
    assertThat(complete("\"no such thing").matches()).isEmpty();
    assertThat(complete("// wor").matches()).isEmpty();
    assertThat(complete("/* wor */ \"\" + wor").matches()).contains("words");
  }

  @Test
  void proposes_no_name_of_JShell() {
    assertThat(complete("new ").matches()).isNotEmpty().noneMatch(name -> name.contains("$"));
  }
}
