package dev.flowcell.render.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Charts as Plotly's JSON. Boxes are told with our quartiles: Plotly's own are computed in another
 * way.
 */
final class PlotlyChart {

  private final Chart chart;

  private PlotlyChart(Chart chart) {
    this.chart = chart;
  }

  /** The figure: {@code data} and {@code layout}. */
  static Map<String, Object> of(Chart chart) {
    PlotlyChart writer = new PlotlyChart(chart);
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("data", writer.traces());
    figure.put("layout", writer.layout());
    return figure;
  }

  private List<Object> traces() {
    List<Object> traces = new ArrayList<>();
    for (int i = 0; i < chart.marks().size(); i++) {
      Chart.Marks marks = chart.marks().get(i);
      Color color = chart.style().color(i);
      if (marks instanceof Chart.Boxes boxes) {
        traces.addAll(boxes(boxes));
      } else if (marks instanceof Chart.Bars bars) {
        traces.add(bars(bars, color));
      } else if (marks instanceof Chart.Points points) {
        traces.add(points(points.name(), points.points(), "markers", color));
      } else if (marks instanceof Chart.Line line) {
        String mode = line.marked() ? "lines+markers" : "lines";
        traces.add(points(line.name(), line.points(), mode, color));
      }
    }
    return traces;
  }

  /** A trace for each colour, so that the legend names each series once. */
  private List<Map<String, Object>> boxes(Chart.Boxes boxes) {
    Map<Integer, List<BoxStats>> byColor = new LinkedHashMap<>();
    boxes.boxes().stream()
        .filter(box -> !box.stats().isEmpty())
        .forEach(
            box ->
                byColor.computeIfAbsent(box.color(), first -> new ArrayList<>()).add(box.stats()));
    List<Map<String, Object>> traces = new ArrayList<>();
    byColor.forEach(
        (color, stats) -> {
          boolean isSeries = !boxes.name().isBlank();
          Map<String, Object> trace = new LinkedHashMap<>();
          trace.put("type", "box");
          trace.put("name", isSeries ? boxes.name() : stats.get(0).label());
          trace.put("showlegend", isSeries);
          trace.put(chart.horizontal() ? "y" : "x", stats.stream().map(BoxStats::label).toList());
          if (isSeries) {
            trace.put("offsetgroup", boxes.name());
          }
          trace.put("marker", Map.of("color", Colors.hex(chart.style().color(color))));
          trace.putAll(figures(stats, chart.horizontal()));
          traces.add(trace);
        });
    return traces;
  }

  /** What a box trace needs beside the places of its boxes. */
  static Map<String, Object> figures(List<BoxStats> boxes, boolean horizontal) {
    List<BoxStats> drawn = boxes.stream().filter(box -> !box.isEmpty()).toList();
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("q1", drawn.stream().map(box -> box.summary().q1()).toList());
    trace.put("median", drawn.stream().map(box -> box.summary().median()).toList());
    trace.put("q3", drawn.stream().map(box -> box.summary().q3()).toList());
    trace.put("lowerfence", drawn.stream().map(BoxStats::low).toList());
    trace.put("upperfence", drawn.stream().map(BoxStats::high).toList());
    trace.put(horizontal ? "x" : "y", drawn.stream().map(PlotlyChart::points).toList());
    if (horizontal) {
      trace.put("orientation", "h");
    }
    trace.put("boxpoints", "outliers");
    trace.put("boxmean", false);
    return trace;
  }

  /** The outliers and, since Plotly leaves out a box without points, the ends of the whiskers. */
  private static List<Double> points(BoxStats box) {
    return Stream.concat(Stream.of(box.low(), box.high()), box.outliers().stream()).toList();
  }

  private Map<String, Object> bars(Chart.Bars bars, Color color) {
    boolean words = !chart.across().categories().isEmpty();
    ToDoubleFunction<Chart.Bar> place = bar -> words ? Math.rint(bar.middle()) : bar.middle();
    Map<String, Object> trace = trace("bar", bars.name());
    List<Object> across = list(bars.bars(), bar -> across(place.applyAsDouble(bar)));
    List<Object> up = list(bars.bars(), bar -> bar.top() - bar.foot());
    trace.put(chart.horizontal() ? "y" : "x", across);
    trace.put(chart.horizontal() ? "x" : "y", up);
    trace.put("base", list(bars.bars(), Chart.Bar::foot));
    trace.put("offset", list(bars.bars(), bar -> bar.from() - place.applyAsDouble(bar)));
    trace.put("width", list(bars.bars(), bar -> bar.to() - bar.from()));
    if (chart.horizontal()) {
      trace.put("orientation", "h");
    }
    trace.put("marker", Map.of("color", Colors.hex(color)));
    trace.put("opacity", bars.overlaid() ? 0.6 : 1);
    return trace;
  }

  private Map<String, Object> points(
      String name, List<Chart.Point> points, String mode, Color color) {
    Map<String, Object> trace = trace("scatter", name);
    List<Chart.Point> drawn = points.stream().filter(Chart.Point::isDrawn).toList();
    trace.put("mode", mode);
    trace.put("x", list(drawn, point -> across(point.x())));
    trace.put("y", list(drawn, Chart.Point::y));
    trace.put("marker", Map.of("color", Colors.hex(color)));
    trace.put("line", Map.of("color", Colors.hex(color)));
    return trace;
  }

  private static Map<String, Object> trace(String type, String name) {
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("type", type);
    trace.put("name", name);
    trace.put("showlegend", !name.isBlank());
    return trace;
  }

  private static <T> List<Object> list(List<T> marks, Function<T, Object> value) {
    return marks.stream().map(value).toList();
  }

  private Object across(double place) {
    Chart.Axis axis = chart.across();
    if (!axis.categories().isEmpty()) {
      return axis.categories().get((int) place);
    }
    return axis.instants() ? Instants.iso(place) : (Object) place;
  }

  private Map<String, Object> layout() {
    Map<String, Object> layout = new LinkedHashMap<>();
    layout.put("title", Map.of("text", chart.style().title()));
    layout.put("xaxis", axis(chart.bottom(), chart.bottomTitle()));
    layout.put("yaxis", axis(chart.left(), chart.leftTitle()));
    layout.put("legend", Map.of("title", Map.of("text", chart.legend())));
    layout.put("barmode", "overlay");
    layout.put("boxmode", chart.legend().isBlank() ? "overlay" : "group");
    return layout;
  }

  private static Map<String, Object> axis(Chart.Axis axis, String title) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", Map.of("text", title));
    if (axis.instants()) {
      json.put("type", "date");
    }
    if (!axis.categories().isEmpty()) {
      json.put("type", "category");
      json.put("categoryorder", "array");
      json.put("categoryarray", axis.categories());
    }
    if (axis.isFromTop()) {
      json.put("autorange", "reversed");
    }
    return json;
  }
}
