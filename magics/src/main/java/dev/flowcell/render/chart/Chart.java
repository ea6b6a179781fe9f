package dev.flowcell.render.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What a chart shows, whatever draws it. Numbers go across along the first axis and up along the
 * second; a horizontal chart is the same chart laid on its side.
 *
 * @param title empty for none
 * @param marks drawn in this order
 * @param width in pixels
 * @param height in pixels
 */
record Chart(
    String title,
    Axis across,
    Axis up,
    List<Marks> marks,
    boolean horizontal,
    int width,
    int height) {

  static final int WIDTH = 640;
  static final int HEIGHT = 440;

  Chart {
    marks = List.copyOf(marks);
  }

  /**
   * An axis of categories, which stand at 0, 1, 2, …, of instants in milliseconds, or of numbers.
   *
   * @param title empty for none
   * @param categories empty for numbers and instants
   */
  record Axis(String title, List<String> categories, boolean instants) {

    Axis {
      categories = List.copyOf(categories);
    }

    static Axis numbers(String title) {
      return new Axis(title, List.of(), false);
    }

    static Axis categories(String title, List<String> categories) {
      return new Axis(title, categories, false);
    }
  }

  /** What is drawn of one series. */
  sealed interface Marks permits Boxes, Bars, Points, Line {

    /** The name in the legend, empty for none. */
    String name();

    /** The places along the first axis that must be in the picture. */
    DoubleStream across();

    /** The places along the second axis that must be in the picture. */
    DoubleStream up();
  }

  /** Boxes with whiskers and outliers. */
  record Boxes(String name, List<Box> boxes) implements Marks {

    Boxes {
      boxes = List.copyOf(boxes);
    }

    @Override
    public DoubleStream across() {
      return boxes.stream().mapToDouble(Box::position);
    }

    @Override
    public DoubleStream up() {
      return boxes.stream()
          .map(Box::stats)
          .flatMapToDouble(box -> DoubleStream.of(box.summary().min(), box.summary().max()));
    }
  }

  /**
   * One box.
   *
   * @param position its middle
   * @param width how wide it is, in the axis' unit
   * @param color its place in the palette
   */
  record Box(double position, double width, BoxStats stats, int color) {}

  /** Bars that stand on zero or on each other. */
  record Bars(String name, List<Bar> bars) implements Marks {

    Bars {
      bars = List.copyOf(bars);
    }

    @Override
    public DoubleStream across() {
      return bars.stream().flatMapToDouble(bar -> DoubleStream.of(bar.from(), bar.to()));
    }

    @Override
    public DoubleStream up() {
      return bars.stream().flatMapToDouble(bar -> DoubleStream.of(bar.foot(), bar.top()));
    }
  }

  /** One bar. */
  record Bar(double from, double to, double foot, double top) {}

  /** Points that stand alone. */
  record Points(String name, List<Point> points) implements Marks {

    Points {
      points = List.copyOf(points);
    }

    @Override
    public DoubleStream across() {
      return points.stream().filter(Point::isDrawn).mapToDouble(Point::x);
    }

    @Override
    public DoubleStream up() {
      return points.stream().filter(Point::isDrawn).mapToDouble(Point::y);
    }
  }

  /**
   * Points joined by a line, which is broken where one of them is missing.
   *
   * @param marked whether the points are drawn, too
   */
  record Line(String name, List<Point> points, boolean marked) implements Marks {

    Line {
      points = List.copyOf(points);
    }

    @Override
    public DoubleStream across() {
      return new Points(name, points).across();
    }

    @Override
    public DoubleStream up() {
      return new Points(name, points).up();
    }
  }

  /** A place in the picture; {@code NaN} stands for a missing number. */
  record Point(double x, double y) {

    boolean isDrawn() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  /** The boxes' statistics in drawing order, for those who describe the chart in words. */
  List<BoxStats> boxes() {
    List<BoxStats> all = new ArrayList<>();
    marks.stream()
        .flatMap(m -> m instanceof Boxes boxes ? boxes.boxes().stream() : Stream.empty())
        .forEach(box -> all.add(box.stats()));
    return all;
  }

  /** The picture as PNG, at twice its size. */
  byte[] png() {
    PngCanvas canvas = new PngCanvas(width, height);
    new ChartPainter(this, canvas).paint();
    return canvas.png();
  }

  /** The picture as SVG, with a description for those who cannot see it. */
  String svg(String description) {
    SvgCanvas canvas = new SvgCanvas(width, height, title, description);
    new ChartPainter(this, canvas).paint();
    return canvas.svg();
  }
}
