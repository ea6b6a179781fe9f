package dev.flowcell.render.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.value.Renderers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;

/** What all plots have in common, and what each of them draws. */
final class PictureTest {

  private static final Table SALES =
      Table.create(
          "sales",
          DateColumn.create(
              "day",
              LocalDate.of(2024, 3, 1),
              LocalDate.of(2024, 1, 1),
              LocalDate.of(2024, 2, 1),
              null,
              LocalDate.of(2024, 2, 1)),
          StringColumn.create("shop", "north", "north", "south", "south", "south"),
          DoubleColumn.create("sold", 30, 10, 5, 7, Double.NaN),
          IntColumn.create("staff", 3, 1, 2, 2, 2));

  private static final List<Picture<?>> PLOTS =
      List.of(
          BoxPlot.of(SALES, "shop", "sold").by("shop").points().horizontal(),
          Histogram.of(SALES, "sold").by("shop"),
          ScatterPlot.of(SALES, "staff", "sold").by("shop"),
          LinePlot.of(SALES, "day", "sold").by("shop"),
          BarPlot.of(SALES, "shop", "sold").by("day"));

  @Test
  void every_plot_is_the_same_bytes_on_every_machine() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Picture<?> plot : PLOTS) {
      digest.update(plot.title("Sales").toPng());
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .as("look at the pictures before you change this")
        .isEqualTo("945b9577c8b0e7c3f46cebd31bd951c02cc55e339cfa7a000847305387d0bad5");
  }

  @Test
  void every_plot_is_a_picture_first_then_plotly_then_words() throws Exception {
    for (Picture<?> plot : PLOTS) {
      MimeBundle bundle = Renderers.standard().render(plot.title("a <b> & c"));
      assertThat(bundle.data().keySet())
          .containsExactly(MimeBundle.PNG, MimeBundle.PLOTLY, MimeBundle.TEXT);
      assertThat(bundle.text()).startsWith("a <b> & c\n").contains("left out.");
      JsonNode json = new ObjectMapper().valueToTree(bundle.data().get(MimeBundle.PLOTLY));
      assertThat(json.at("/layout/title/text").asText()).isEqualTo("a <b> & c");
      assertThat(json.toString()).doesNotContain("NaN", "Infinity");
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(
              new ByteArrayInputStream(
                  plot.title("a <b> & c").toSvg().getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void a_line_runs_from_left_to_right_through_what_is_known() {
    LinePlot plot = LinePlot.of(SALES, "day", "sold");
    assertThat(plot)
        .hasToString(
            """
            Line plot
            3 points, day 2024-01-01 to 2024-03-01, sold 5 to 30.
            2 rows with missing values are left out.""");
    assertThat(((Chart.Line) plot.chart().marks().get(0)).points())
        .extracting(Chart.Point::y)
        .containsExactly(10.0, 5.0, 30.0);
    assertThat(json(plot).at("/data/0/x"))
        .hasToString("[\"2024-01-01\",\"2024-02-01\",\"2024-03-01\"]");
    assertThat(json(plot).at("/layout/xaxis/type").asText()).isEqualTo("date");
  }

  @Test
  void times_have_their_place() {
    Table table =
        Table.create(
            DateTimeColumn.create("at", LocalDateTime.of(2024, 1, 1, 9, 30)),
            TimeColumn.create("hour", LocalTime.of(9, 30)),
            DoubleColumn.create("v", new double[] {1}));
    assertThat(LinePlot.of(table, "at", "v").toString()).contains("at 2024-01-01T09:30");
    assertThat(ScatterPlot.of(table, "hour", "v").toString()).contains("T09:30");
  }

  @Test
  void bars_count_tell_or_average_and_say_which() {
    assertThat(BarPlot.of(SALES, "shop")).hasToString("Bar plot\nnorth 2, south 3.");
    BarPlot mean = BarPlot.of(SALES, "shop", "sold").order("south");
    assertThat(mean.toString()).contains("south 6, north 20.");
    assertThat(mean.chart().up().title()).isEqualTo("mean of sold");
    assertThat(json(mean).at("/data/0/x")).hasToString("[\"south\",\"north\"]");
    assertThat(BarPlot.of(SALES, "day", "staff").by("shop").chart().legend()).isEqualTo("shop");
  }

  @Test
  void a_histogram_has_round_ranges_that_hold_their_lower_end() {
    Table table = Table.create(IntColumn.create("n", IntStream.range(0, 100)));
    assertThat(Histogram.of(table, "n").bins(5).toString())
        .contains("0 to 20: 20, 20 to 40: 20, 40 to 60: 20, 60 to 80: 20, 80 to 100: 20.");
    Table fine = Table.create(DoubleColumn.create("n", 1e8 + 0.1, 1e8 + 0.2, 1e8 + 0.3, 1e8 + 0.4));
    assertThat(((Chart.Bars) Histogram.of(fine, "n").bins(4).chart().marks().get(0)).bars())
        .as("no empty range from rounding")
        .hasSize(4);
  }

  @Test
  void groups_are_named_in_the_legend_and_have_their_place_in_the_order() {
    Chart chart = BoxPlot.of(SALES, "shop", "sold").order("south").horizontal().chart();
    assertThat(chart.across().categories()).containsExactly("south", "north");
    assertThat(chart.across().isFromTop()).isTrue();
    assertThat(chart.svg("")).doesNotContain("legend");
    assertThat(ScatterPlot.of(SALES, "staff", "sold").by("shop").toSvg())
        .contains(">shop</text>", ">north</text>", ">south</text>");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoxPlot.of(SALES, "shop", "sold").order("sout"))
        .withMessageContaining("did you mean 'south'?");
  }

  @Test
  void titles_colours_and_size_can_be_chosen() {
    BarPlot plot =
        BarPlot.of(SALES, "shop").xTitle("below").yTitle("beside").colors("#123456").size(300, 250);
    assertThat(plot.toSvg()).contains(">below<", ">beside<", "#123456", "width=\"300\"");
    assertThat(plot.horizontal().toSvg()).contains(">below<");
    assertThat(plot.colors("Orange", "#abc").style().colors()).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plot.colors("mauve-ish"))
        .withMessageContainingAll("'mauve-ish'", "#rrggbb", "orange");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plot.size(20, 400))
        .withMessageContaining("20 × 400");
  }

  @Test
  void odd_numbers_make_a_picture_too() {
    Table odd =
        Table.create(
            DoubleColumn.create("huge", 1e300, -1e300, Double.NaN, Double.POSITIVE_INFINITY),
            DoubleColumn.create("same", 7, 7, 7, 7),
            DoubleColumn.create("tiny", 1e-300, 0, -1e-300, 5e-324),
            StringColumn.create("g", "a", null, "", "a"));
    for (Table table : List.of(odd, odd.first(1), odd.emptyCopy())) {
      for (String column : List.of("huge", "same", "tiny")) {
        List<Picture<?>> plots =
            List.of(
                BoxPlot.of(table, column),
                BoxPlot.of(table, "g", column).points(),
                Histogram.of(table, column),
                ScatterPlot.of(table, column, "huge").by("g"),
                LinePlot.of(table, "g", column),
                BarPlot.of(table, "g", column));
        for (Picture<?> plot : plots) {
          assertThat(plot.toPng()).isNotEmpty();
          assertThat(plot.toString()).isNotBlank();
          assertThat(plot.toSvg()).doesNotContain("NaN", "Infinity");
        }
      }
    }
    assertThat(Histogram.of(odd.emptyCopy(), "same").toSvg()).contains("no values");
  }

  private static JsonNode json(Picture<?> plot) {
    return new ObjectMapper().valueToTree(plot.bundle().data().get(MimeBundle.PLOTLY));
  }
}
