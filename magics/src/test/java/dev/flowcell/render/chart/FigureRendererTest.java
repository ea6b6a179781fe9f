package dev.flowcell.render.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.value.Renderers;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.api.Histogram;
import tech.tablesaw.plotly.api.HorizontalBarPlot;
import tech.tablesaw.plotly.api.PiePlot;
import tech.tablesaw.plotly.api.ScatterPlot;
import tech.tablesaw.plotly.api.TimeSeriesPlot;
import tech.tablesaw.plotly.api.VerticalBarPlot;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Config;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Font;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BoxTrace;
import tech.tablesaw.plotly.traces.HistogramTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;

final class FigureRendererTest {

  private static final Table FRUIT =
      Table.create(
          StringColumn.create("kind", "apples", "pears", "plums"),
          DoubleColumn.create("now", 3, Double.NaN, -2),
          DoubleColumn.create("then", 1, 2, 4));

  @Test
  void a_box_plot_has_pandas_quartiles_and_a_picture() throws Exception {
    Figure figure = BoxPlot.create("O'Brien & <Söhne>", BoxPlotTest.EXAM, "Class", "Score");
    MimeBundle bundle = Renderers.standard().render(figure);
    assertThat(bundle.data().keySet())
        .containsExactly(MimeBundle.PNG, MimeBundle.PLOTLY, MimeBundle.TEXT);
    assertThat(bundle.text())
        .startsWith("Plotly figure (box): O'Brien & <Söhne>\nA: 5 values, minimum 65, lower quart")
        .contains("B: 5 values");
    JsonNode json = json(figure);
    assertThat(json.at("/layout/title/text").asText()).isEqualTo("O'Brien & <Söhne>");
    assertThat(json.at("/data/0/x")).hasToString("[\"A\",\"B\"]");
    assertThat(json.at("/data/0/q1")).hasToString("[66.0,79.0]");
    assertThat(json.at("/data/0/q3")).hasToString("[70.0,81.0]");
    assertThat(json.at("/data/0/y")).hasToString("[[65.0,72.0],[78.0,82.0]]");
  }

  @Test
  void numbers_are_numbers_and_missing_ones_null() throws Exception {
    JsonNode scatter = json(ScatterPlot.create("s", FRUIT, "then", "now"));
    assertThat(scatter.at("/data/0/x")).hasToString("[1.0,2.0,4.0]");
    assertThat(scatter.at("/data/0/y")).hasToString("[3.0,null,-2.0]");
    assertThat(scatter.at("/layout/xaxis/title/text").asText()).isEqualTo("then");
    JsonNode histogram = json(Histogram.create("h", FRUIT, "then"));
    assertThat(histogram.at("/data/0/opacity").isNumber()).isTrue();
    assertThat(histogram.at("/data/0").has("nbinsx")).isFalse();
  }

  @Test
  void a_rich_layout_is_in_plotlys_present_form() throws Exception {
    Axis axis =
        Axis.builder()
            .title("it's")
            .titleFont(Font.builder().size(20).build())
            .autoRange(Axis.AutoRange.FALSE)
            .range(0, 10)
            .build();
    Figure figure =
        new Figure(
            Layout.builder().title("C:\\users\\new").yAxis(axis).build(),
            Config.builder().displayModeBar(false).build(),
            ScatterTrace.builder(new double[] {1}, new double[] {2}).build());
    JsonNode json = json(figure);
    assertThat(json.at("/layout/title/text").asText()).isEqualTo("C:\\users\\new");
    assertThat(json.at("/layout/yaxis/title/text").asText()).isEqualTo("it's");
    assertThat(json.at("/layout/yaxis/title/font/size").asInt()).isEqualTo(20);
    assertThat(json.at("/layout/yaxis").has("titlefont")).isFalse();
    assertThat(json.at("/layout/yaxis/autorange").isBoolean()).isTrue();
    assertThat(json.at("/layout/yaxis/range/1").asInt()).isEqualTo(10);
    assertThat(json.at("/config/displayModeBar").isBoolean()).isTrue();
  }

  @Test
  void hostile_text_stays_data() throws Exception {
    String hostile = "</script><script>alert(1)</script>\"],\"x\":[\"' \\u \\ \n &amp;";
    Object[] names = {hostile, "ok"};
    Figure figure =
        new Figure(
            Layout.builder().title(hostile).build(),
            BoxTrace.builder(names, new double[] {1, 2}).name(hostile).build());
    JsonNode json = json(figure);
    assertThat(json.at("/data/0/x/0").asText()).isEqualTo(hostile);
    assertThat(json.at("/data/0/x")).hasSize(2);
    MimeBundle bundle = Renderers.standard().render(figure);
    assertThat(bundle.data()).containsKey(MimeBundle.PNG).doesNotContainKey(MimeBundle.HTML);
  }

  @Test
  void bars_stand_side_by_side_or_on_each_other() {
    Chart group =
        chart(VerticalBarPlot.create("g", FRUIT, "kind", Layout.BarMode.GROUP, "now", "then"));
    assertThat(group.across().categories()).containsExactly("apples", "pears", "plums");
    assertThat(group.marks()).extracting(Chart.Marks::name).containsExactly("now", "then");
    assertThat(bars(group, 0)).hasSize(2);
    assertThat(bars(group, 0).get(0).to()).isEqualTo(bars(group, 1).get(0).from());
    Chart stack =
        chart(HorizontalBarPlot.create("s", FRUIT, "kind", Layout.BarMode.STACK, "then", "then"));
    assertThat(stack.horizontal()).isTrue();
    assertThat(bars(stack, 1).get(2)).returns(4.0, Chart.Bar::foot).returns(8.0, Chart.Bar::top);
  }

  private static List<Chart.Bar> bars(Chart chart, int series) {
    return ((Chart.Bars) chart.marks().get(series)).bars();
  }

  @Test
  void a_histogram_counts_every_value_once() {
    double[] values = {0, 0.5, 1, 1, 2, 2.5, 9.99, Double.NaN};
    Chart chart = chart(new Figure(HistogramTrace.builder(values).nBinsX(10).build()));
    assertThat(bars(chart, 0))
        .containsExactly(
            new Chart.Bar(0, 1, 0, 2),
            new Chart.Bar(1, 2, 0, 2),
            new Chart.Bar(2, 3, 0, 2),
            new Chart.Bar(9, 10, 0, 1));
  }

  @Test
  void days_stand_where_they_are_in_time() {
    Table table =
        Table.create(
            DateColumn.create("day", LocalDate.of(2020, 1, 1), LocalDate.of(2021, 3, 1)),
            DoubleColumn.create("v", 1, 2));
    Chart chart = chart(TimeSeriesPlot.create("t", table, "day", "v"));
    assertThat(chart.across().instants()).isTrue();
    assertThat(chart.svg("")).contains(">2020-04<", ">2021-01<");
  }

  @Test
  void what_is_not_drawn_here_says_how_to_see_it() {
    MimeBundle bundle = Renderers.standard().render(PiePlot.create("Pie", FRUIT, "kind", "then"));
    assertThat(bundle.data().keySet()).containsExactly(MimeBundle.PLOTLY, MimeBundle.TEXT);
    assertThat(bundle.text())
        .startsWith("Plotly figure (pie): Pie. To see it, open the notebook where Plotly is drawn")
        .doesNotContain("\n");
    Layout logarithmic = Layout.builder().xAxis(Axis.builder().type(Axis.Type.LOG).build()).build();
    Figure figure =
        new Figure(logarithmic, ScatterTrace.builder(new double[] {1}, new double[] {2}).build());
    assertThat(FigureChart.of(PlotlyJson.of(figure))).isEmpty();
  }

  @Test
  void a_figure_without_traces_is_no_error() {
    MimeBundle bundle = Renderers.standard().render(new Figure());
    assertThat(bundle.text()).startsWith("Plotly figure");
  }

  private static Chart chart(Figure figure) {
    Optional<Chart> chart = FigureChart.of(PlotlyJson.of(figure));
    assertThat(chart).isPresent();
    return chart.get();
  }

  /** As it goes over the wire: strict JSON. */
  private static JsonNode json(Figure figure) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    Object plotly = Renderers.standard().render(figure).data().get(MimeBundle.PLOTLY);
    return mapper.readTree(mapper.writeValueAsString(plotly));
  }
}
