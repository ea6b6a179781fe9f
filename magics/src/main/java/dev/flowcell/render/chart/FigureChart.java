package dev.flowcell.render.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a Plotly figure, for viewers that cannot draw one: boxes, bars, histograms, points
 * and lines over one pair of plain axes.
 */
final class FigureChart {

  private static final Set<String> DRAWN = Set.of("box", "bar", "histogram", "scatter");
  private static final double BOX_WIDTH = 0.5;
  private static final int MOST_BINS = 1000;
  private static final int SMALLEST = 200;
  private static final int LARGEST = 2000;

  private final List<Map<String, Object>> traces;
  private final Map<?, ?> layout;
  private final String type;
  private final boolean horizontal;
  private final Places places;

  private FigureChart(List<Map<String, Object>> traces, Map<?, ?> layout) {
    this.traces = traces;
    this.layout = layout;
    this.type = type(traces.get(0));
    this.horizontal = lies(traces.get(0));
    List<?> across = traces.stream().flatMap(trace -> across(trace).stream()).toList();
    this.places = type.equals("box") ? Places.categories(across) : Places.of(across);
  }

  /**
   * The picture of a figure of {@link PlotlyJson#of}, or empty where it has a trace of a kind, or
   * axes, that are not drawn here.
   */
  static Optional<Chart> of(Map<String, Object> figure) {
    List<Map<String, Object>> traces = PlotlyJson.traces(figure);
    Map<?, ?> layout = object(figure.get("layout"));
    boolean plain =
        Stream.of("xaxis", "yaxis")
            .noneMatch(axis -> "log".equals(object(layout.get(axis)).get("type")));
    boolean alike = traces.stream().map(trace -> type(trace) + lies(trace)).distinct().count() == 1;
    if (!plain || !alike || !traces.stream().allMatch(FigureChart::isDrawn)) {
      return Optional.empty();
    }
    FigureChart picture = new FigureChart(traces, layout);
    boolean daysCounted = picture.type.equals("histogram") && picture.places.areInstants();
    return daysCounted ? Optional.empty() : Optional.of(picture.chart());
  }

  private static boolean isDrawn(Map<String, Object> trace) {
    return DRAWN.contains(type(trace))
        && "x".equals(trace.getOrDefault("xaxis", "x"))
        && "y".equals(trace.getOrDefault("yaxis", "y"))
        && "count".equals(trace.getOrDefault("histfunc", "count"))
        && "".equals(trace.getOrDefault("histnorm", ""))
        && !"text".equals(trace.get("mode"))
        && !across(trace).isEmpty();
  }

  private Chart chart() {
    List<Chart.Marks> marks =
        switch (type) {
          case "box" -> boxes();
          case "bar" -> bars();
          case "histogram" -> histograms();
          default -> traces.stream().map(this::pointsOrLine).toList();
        };
    return new Chart(
        style(),
        places.axis(axisTitle(horizontal ? "yaxis" : "xaxis")),
        Chart.Axis.numbers(axisTitle(horizontal ? "xaxis" : "yaxis")),
        marks,
        horizontal,
        "",
        "");
  }

  private Style style() {
    Style standard = Style.STANDARD;
    return new Style(
        title(layout.get("title")),
        null,
        null,
        colors(),
        size("width", standard.width()),
        size("height", standard.height()));
  }

  // Series

  /** Boxes of several traces stand side by side. */
  private List<Chart.Marks> boxes() {
    List<Chart.Marks> marks = new ArrayList<>();
    double share = 1.0 / traces.size();
    for (int i = 0; i < traces.size(); i++) {
      double aside = (i + 0.5) * share * Standing.FILLED - Standing.FILLED / 2;
      List<Chart.Box> boxes = new ArrayList<>();
      for (BoxStats stats : PlotlyJson.boxes(across(traces.get(i)), up(traces.get(i)))) {
        double middle = places.of(stats.label()) + (traces.size() == 1 ? 0 : aside);
        int color = traces.size() == 1 ? boxes.size() : i;
        boxes.add(new Chart.Box(middle, BOX_WIDTH * share, stats, color, List.of()));
      }
      marks.add(new Chart.Boxes(name(traces.get(i)), boxes));
    }
    return marks;
  }

  private Chart.Marks pointsOrLine(Map<String, Object> trace) {
    List<?> across = across(trace);
    List<?> up = up(trace);
    List<Chart.Point> points = new ArrayList<>();
    for (int i = 0; i < Math.min(across.size(), up.size()); i++) {
      points.add(new Chart.Point(places.of(across.get(i)), number(up.get(i))));
    }
    String mode = String.valueOf(trace.get("mode"));
    return mode.contains("lines")
        ? new Chart.Line(name(trace), points, mode.contains("markers"))
        : new Chart.Points(name(trace), points);
  }

  private List<Chart.Marks> bars() {
    List<Map<Double, Double>> heights = new ArrayList<>();
    for (Map<String, Object> trace : traces) {
      List<?> across = across(trace);
      List<?> up = up(trace);
      Map<Double, Double> series = new TreeMap<>();
      for (int i = 0; i < Math.min(across.size(), up.size()); i++) {
        double height = number(up.get(i));
        if (Double.isFinite(height)) {
          series.merge(places.of(across.get(i)), height, Double::sum);
        }
      }
      heights.add(series);
    }
    double room = places.areCategories() ? 1 : smallestGap(heights);
    return Standing.marks(names(), heights, room * Standing.FILLED, mode());
  }

  private static double smallestGap(List<Map<Double, Double>> series) {
    double[] all =
        series.stream()
            .flatMap(s -> s.keySet().stream())
            .distinct()
            .sorted()
            .mapToDouble(Double::doubleValue)
            .toArray();
    double gap = Double.POSITIVE_INFINITY;
    for (int i = 1; i < all.length; i++) {
      gap = Math.min(gap, all[i] - all[i - 1]);
    }
    return Double.isInfinite(gap) ? 1 : gap;
  }

  /** How many values fall into each bin; all series have the same bins. */
  private List<Chart.Marks> histograms() {
    double[] all =
        traces.stream()
            .flatMap(trace -> across(trace).stream())
            .mapToDouble(places::of)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double width = places.areCategories() ? 1 : Bins.width(all, wishedBins());
    List<Map<Double, Double>> counts = new ArrayList<>();
    for (Map<String, Object> trace : traces) {
      double[] values = across(trace).stream().mapToDouble(places::of).toArray();
      counts.add(places.areCategories() ? tally(values) : Bins.counts(finite(values), width));
    }
    boolean apart = places.areCategories() || mode() == Standing.Mode.ASIDE;
    return Standing.marks(names(), counts, apart ? width * Standing.FILLED : width, mode());
  }

  private int wishedBins() {
    return traces.get(0).get(horizontal ? "nbinsy" : "nbinsx") instanceof Number bins
        ? Math.max(1, Math.min(MOST_BINS, bins.intValue()))
        : 0;
  }

  private static Map<Double, Double> tally(double[] values) {
    Map<Double, Double> counts = new TreeMap<>();
    for (double value : values) {
      counts.merge(value, 1.0, Double::sum);
    }
    return counts;
  }

  private static double[] finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }

  /** How the layout asks for the bars. */
  private Standing.Mode mode() {
    Object asked = Objects.requireNonNullElse((Object) layout.get("barmode"), "group");
    if (asked.equals("stack") || asked.equals("relative")) {
      return Standing.Mode.STACKED;
    }
    return asked.equals("group") && traces.size() > 1
        ? Standing.Mode.ASIDE
        : Standing.Mode.OVERLAID;
  }

  // The figure's parts

  private static String type(Map<String, Object> trace) {
    return String.valueOf(trace.get("type"));
  }

  private static boolean lies(Map<String, Object> trace) {
    boolean upright = trace.get("x") != null || trace.get("y") == null;
    return type(trace).equals("histogram")
        ? !upright
        : type(trace).equals("bar") && "h".equals(trace.get("orientation"));
  }

  private static List<?> across(Map<String, Object> trace) {
    return list(trace.get(lies(trace) ? "y" : "x"));
  }

  private static List<?> up(Map<String, Object> trace) {
    return list(trace.get(lies(trace) ? "x" : "y"));
  }

  /** The figure's own where it has some that are known here. */
  private List<Color> colors() {
    if (traces.stream().noneMatch(trace -> color(trace).isPresent())) {
      return Style.STANDARD.colors();
    }
    List<Color> colors = new ArrayList<>();
    for (int i = 0; i < traces.size(); i++) {
      colors.add(color(traces.get(i)).orElse(Style.STANDARD.color(i)));
    }
    return colors;
  }

  private static Optional<Color> color(Map<String, Object> trace) {
    return Stream.of("marker", "line")
        .map(part -> object(trace.get(part)).get("color"))
        .flatMap(color -> color instanceof String text ? Colors.read(text).stream() : Stream.of())
        .findFirst();
  }

  private List<String> names() {
    return traces.stream().map(FigureChart::name).toList();
  }

  private static String name(Map<String, Object> trace) {
    return Objects.toString(trace.get("name"), "");
  }

  private String axisTitle(String axis) {
    return title(object(layout.get(axis)).get("title"));
  }

  static String title(@Nullable Object title) {
    return Objects.toString(object(title).get("text"), "");
  }

  private int size(String side, int standard) {
    return layout.get(side) instanceof Number pixels
        ? Math.min(LARGEST, Math.max(SMALLEST, pixels.intValue()))
        : standard;
  }

  static Map<?, ?> object(@Nullable Object value) {
    return value instanceof Map<?, ?> object ? object : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
