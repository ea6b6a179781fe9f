package dev.flowcell.render.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.cell.MimeBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class OptionsTest {

  private static final Table HUNDRED =
      Table.create("t", IntColumn.create("x", IntStream.range(0, 100)));

  private final Renderers renderers = Renderers.standard();
  private final Options options = renderers.options();

  @Test
  void shows_as_many_rows_as_chosen_from_both_ends() {
    options.display().maxRows(4);

    assertThat(text(HUNDRED).lines().map(String::strip))
        .containsExactly("x", "0", "1", "…", "98", "99", "", "t: 100 rows × 1 column");
    assertThat(text(rows(4)).lines()).hasSize(5);
    assertThat(text(rows(5)).lines()).hasSize(8);
  }

  @Test
  void shows_all_rows_where_0_is_chosen() {
    options.display().maxRows(0);

    assertThat(text(HUNDRED).lines()).hasSize(101);
    assertThat(options.display().maxRows()).isZero();
  }

  @Test
  void shows_as_many_columns_as_chosen() {
    options.display().maxCols(2);
    Table wide = Table.create("w");
    IntStream.range(0, 5).forEach(i -> wide.addColumns(IntColumn.create("c" + i, new int[] {i})));

    assertThat(text(wide).lines().findFirst()).hasValue("c0  …  c4");
  }

  @Test
  void cuts_the_text_of_cells_where_it_is_chosen() {
    options.display().maxColWidth(3);

    assertThat(text(List.of(Map.of("a", "abcdef")))).isEqualTo("a\nabc…");

    options.display().maxColWidth(0);

    assertThat(text(List.of(Map.of("a", "b".repeat(200))))).endsWith("b".repeat(200));
  }

  @Test
  void shows_the_chosen_word_for_what_is_missing() {
    options.display().format().na("<none>");
    Table table = Table.create(DoubleColumn.create("x", 1, Double.NaN));

    assertThat(text(table)).isEqualTo("     x\n     1\n<none>");
    assertThat(renderers.render(table).data().get(MimeBundle.HTML))
        .asString()
        .contains("&lt;none&gt;");

    options.display().format().na("");

    assertThat(text(table)).endsWith("NaN");
  }

  @Test
  void says_what_is_chosen() {
    options.display().maxRows(7);

    assertThat(text(options).lines())
        .containsExactly(
            "display.maxRows = 7",
            "display.maxCols = 20",
            "display.maxColWidth = 50",
            "display.format.na = \"\"");
  }

  @Test
  void refuses_fewer_than_none() {
    assertThatThrownBy(() -> options.display().maxCols(-1))
        .hasMessage("maxCols needs a number of 1 or more, or 0 for all there are, not -1");
  }

  private static List<Map<String, Integer>> rows(int count) {
    List<Map<String, Integer>> rows = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> rows.add(Map.of("x", i)));
    return rows;
  }

  private String text(Object value) {
    return renderers.render(value).text();
  }
}
