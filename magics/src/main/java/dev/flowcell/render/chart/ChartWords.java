package dev.flowcell.render.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Charts in words, for those who cannot see them and for what shows no pictures. */
final class ChartWords {

  private static final int MOST = 30;

  private final Chart chart;

  private ChartWords(Chart chart) {
    this.chart = chart;
  }

  /** A line for each series, or for each box. */
  static String of(Chart chart) {
    ChartWords words = new ChartWords(chart);
    List<String> lines = new ArrayList<>();
    chart.marks().forEach(marks -> words.lines(marks).forEach(lines::add));
    if (!chart.note().isBlank()) {
      lines.add(chart.note() + ".");
    }
    return lines.isEmpty() ? "no values." : String.join("\n", lines);
  }

  private Stream<String> lines(Chart.Marks marks) {
    String name = marks.name().isBlank() ? "" : marks.name() + ", ";
    if (marks instanceof Chart.Boxes boxes) {
      return boxes.boxes().stream().map(box -> name + box.stats().sentence());
    }
    String start = marks.name().isBlank() ? "" : marks.name() + ": ";
    if (marks instanceof Chart.Bars bars) {
      return Stream.of(start + listed(bars.bars(), this::bar) + ".");
    }
    List<Chart.Point> points =
        marks instanceof Chart.Line line
            ? line.points()
            : marks instanceof Chart.Points alone ? alone.points() : List.of();
    return Stream.of(start + spread(points.stream().filter(Chart.Point::isDrawn).toList()) + ".");
  }

  private String bar(Chart.Bar bar) {
    String height = Scale.plain(bar.top() - bar.foot(), 4);
    List<String> categories = chart.across().categories();
    return categories.isEmpty()
        ? place(bar.from()) + " to " + place(bar.to()) + ": " + height
        : categories.get((int) Math.rint(bar.middle())) + " " + height;
  }

  private String spread(List<Chart.Point> points) {
    if (points.isEmpty()) {
      return "no values";
    }
    String count =
        String.format(
            Locale.ROOT, "%,d %s", points.size(), points.size() == 1 ? "point" : "points");
    double least = points.stream().mapToDouble(Chart.Point::x).min().orElseThrow();
    double most = points.stream().mapToDouble(Chart.Point::x).max().orElseThrow();
    double low = points.stream().mapToDouble(Chart.Point::y).min().orElseThrow();
    double high = points.stream().mapToDouble(Chart.Point::y).max().orElseThrow();
    return count
        + named(", ", chart.across().title(), "x")
        + between(place(least), place(most))
        + named(", ", chart.up().title(), "y")
        + between(Scale.plain(low, 4), Scale.plain(high, 4));
  }

  private static String named(String before, String title, String standard) {
    return before + (title.isBlank() ? standard : title) + " ";
  }

  private static String between(String from, String to) {
    return from.equals(to) ? from : from + " to " + to;
  }

  private String place(double place) {
    Chart.Axis axis = chart.across();
    if (!axis.categories().isEmpty()) {
      return axis.categories().get((int) Math.rint(place));
    }
    return axis.instants() ? Instants.iso(place) : Scale.plain(place, 4);
  }

  private static <T> String listed(List<T> things, Function<T, String> words) {
    if (things.isEmpty()) {
      return "no values";
    }
    String first = String.join(", ", things.stream().limit(MOST).map(words).toList());
    return things.size() <= MOST
        ? first
        : first + String.format(Locale.ROOT, " and %,d more", things.size() - MOST);
  }
}
