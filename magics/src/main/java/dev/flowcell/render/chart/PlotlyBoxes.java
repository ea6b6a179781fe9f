package dev.flowcell.render.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Boxes as Plotly draws them, with our quartiles: its own are computed in another way. */
final class PlotlyBoxes {

  private PlotlyBoxes() {}

  /** A figure with a trace for each box. */
  static Map<String, Object> of(String title, String xTitle, String yTitle, List<BoxStats> boxes) {
    List<Object> traces = new ArrayList<>();
    for (BoxStats box : boxes) {
      Map<String, Object> trace = new LinkedHashMap<>();
      trace.put("type", "box");
      trace.put("name", box.label());
      trace.put("showlegend", false);
      trace.put("x", List.of(box.label()));
      trace.putAll(figures(List.of(box)));
      traces.add(trace);
    }
    Map<String, Object> xAxis = new LinkedHashMap<>();
    xAxis.put("type", "category");
    xAxis.put("title", Map.of("text", xTitle));
    Map<String, Object> layout = new LinkedHashMap<>();
    layout.put("title", Map.of("text", title));
    layout.put("xaxis", xAxis);
    layout.put("yaxis", Map.of("title", Map.of("text", yTitle)));
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("data", traces);
    figure.put("layout", layout);
    return figure;
  }

  /** What a box trace needs beside the places of its boxes. */
  static Map<String, Object> figures(List<BoxStats> boxes) {
    List<BoxStats> drawn = boxes.stream().filter(box -> !box.isEmpty()).toList();
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("q1", drawn.stream().map(box -> box.summary().q1()).toList());
    trace.put("median", drawn.stream().map(box -> box.summary().median()).toList());
    trace.put("q3", drawn.stream().map(box -> box.summary().q3()).toList());
    trace.put("lowerfence", drawn.stream().map(BoxStats::low).toList());
    trace.put("upperfence", drawn.stream().map(BoxStats::high).toList());
    trace.put("y", drawn.stream().map(PlotlyBoxes::points).toList());
    trace.put("boxpoints", "outliers");
    trace.put("boxmean", false);
    return trace;
  }

  /** The outliers and, since Plotly leaves out a box without points, the ends of the whiskers. */
  private static List<Double> points(BoxStats box) {
    return Stream.concat(Stream.of(box.low(), box.high()), box.outliers().stream()).toList();
  }
}
