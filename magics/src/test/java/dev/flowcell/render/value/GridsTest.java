package dev.flowcell.render.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.Fragments;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GridsTest {

  record Score(String name, @Nullable Double points, int place) {}

  record Broken(int n) {
    @Override
    public int n() {
      if (n == 0) {
        throw new CellInterruptedError();
      }
      throw new IllegalStateException("not ready");
    }
  }

  @Test
  void records_are_rows() {
    List<Score> scores = Arrays.asList(new Score("Ann", 1.5, 1), null, new Score("Bo", null, 20));

    assertThat(text(scores))
        .isEqualTo(
            """
            name  points  place
            Ann      1.5      1
            null     NaN   null
            Bo       NaN     20""");
    assertThat(html(scores)).contains("<td style=\"text-align:right\">1.5</td>", "opacity:0.5");
    assertThat(text(scores.toArray(Score[]::new))).isEqualTo(text(scores));
  }

  @Test
  void maps_are_rows_whose_keys_are_the_columns() {
    List<Map<String, Object>> rows = List.of(Map.of("a", 1), Map.of("b", "two"));

    assertThat(text(rows))
        .isEqualTo(
            """
               a  b
               1  null
            null  two""");
  }

  @Test
  void a_map_has_a_row_for_each_entry() {
    assertThat(text(new TreeMap<>(Map.of("A", 2.5, "B", 10))))
        .isEqualTo(
            """
            key  value
            A      2.5
            B     10.0""");
    assertThat(text(new TreeMap<>(Map.of(1, new Score("Ann", 1.5, 1)))))
        .isEqualTo(
            """
            key  name  points  place
              1  Ann      1.5      1""");
  }

  @Test
  void arrays_of_arrays_are_rows() {
    assertThat(text(new int[][] {{1, 20}, {300, 4}}))
        .isEqualTo(
            """
              0   1
              1  20
            300   4""");
    assertThat(text(new double[][] {{1, 0.25}, {-3, Double.NaN}}))
        .isEqualTo(
            """
             0     1
             1  0.25
            -3   NaN""");
    assertThat(text(new String[][] {{"<b>"}})).endsWith("<b>");
  }

  @Test
  void a_shorter_array_has_no_cells_where_the_others_have_some() {
    int[][] triangle = {{1}, {1, 1}, {1, 2, 1}};

    assertThat(text(triangle))
        .isEqualTo(
            """
            0  1  2
            1
            1  1
            1  2  1""");
    assertThat(html(triangle)).contains("<td style=\"text-align:right\"></td>");
    assertThat(text(new double[][] {{1.5}, {2, 0.25}})).isEqualTo("  0     1\n1.5\n2.0  0.25");
  }

  @Test
  void null_elements_null_rows_and_empty_rows_of_arrays_differ() {
    assertThat(text(new String[][] {{"a", "b"}, {"c", null}, {"d"}}))
        .isEqualTo(
            """
            0  1
            a  b
            c  null
            d""");
    assertThat(text(new int[][] {{1}, {}, null})).isEqualTo("       0\n       1\n\nnull row");
    assertThat(text(new int[][] {{1}, {}})).isEqualTo("0\n1\n");
    assertThat(text(new Double[][] {{0.5}, {null}})).isEqualTo("   0\n 0.5\nnull");
    assertThat(html(new int[][] {{1}, null})).contains("opacity:0.5\">null row<");
  }

  @Test
  void what_has_no_columns_stays_text() {
    List<Object> mixed = List.of(new Score("Ann", 1.5, 1), "Bo");
    for (Object value : List.of(mixed, List.of(1, 2), List.of(List.of(1)), new int[][] {{}})) {
      assertThat(render(value).data()).doesNotContainKey("text/html");
    }
    assertThat(text(mixed)).startsWith("[Score[name=Ann");
  }

  @Test
  void of_a_million_rows_only_those_shown_are_asked_for() {
    AtomicInteger asked = new AtomicInteger();
    List<Map<String, Integer>> rows =
        new AbstractList<>() {
          @Override
          public Map<String, Integer> get(int index) {
            asked.incrementAndGet();
            return Map.of("n", index);
          }

          @Override
          public int size() {
            return 1_000_000;
          }
        };

    assertThat(text(rows)).contains("999999", "1,000,000 rows × 1 column");
    assertThat(asked).hasValue(10);
  }

  @Test
  void a_long_map_shows_both_ends() {
    Map<Integer, Integer> squares = new LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      squares.put(i, i * i);
    }
    assertThat(text(squares)).contains("  0", " 9801", "…", "100 rows × 2 columns");
    assertThat(text(squares).lines()).hasSize(1 + 5 + 1 + 5 + 2);
  }

  @Test
  void hostile_texts_are_escaped() {
    String hostile = "<img src=x onerror=alert(1)>\u001b[31m\u202e\n";

    assertThat(html(List.of(Map.of(hostile, hostile)))).doesNotContain("<img", "\u001b", "\u202e");
    assertThat(text(Map.of("k", hostile))).doesNotContain("\u001b", "\u202e").contains("⏎");
  }

  @Test
  void a_part_that_throws_says_so_in_its_cell() {
    assertThat(text(List.of(new Broken(1))))
        .startsWith("n\n<")
        .contains("<Broken: cannot be shown");
    assertThatThrownBy(() -> render(List.of(new Broken(0))))
        .isInstanceOf(CellInterruptedError.class);
  }

  private static MimeBundle render(Object value) {
    return Renderers.standard().render(value);
  }

  private static String text(Object value) {
    return render(value).text();
  }

  private static String html(Object value) {
    String html = Fragments.htmlOf(render(value));
    Fragments.parsed(html);
    return html;
  }
}
