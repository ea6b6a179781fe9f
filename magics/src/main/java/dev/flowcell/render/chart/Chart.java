package dev.flowcell.render.chart;

import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * What a chart shows, whatever draws it. Numbers go across along the first axis and up along the
 * second; a horizontal chart is the same chart laid on its side.
 *
 * @param marks drawn in this order
 * @param legend what the names of the marks are values of, empty for nothing
 * @param note what is said below it, empty for nothing
 */
record Chart(
    Style style,
    Axis across,
    Axis up,
    List<Marks> marks,
    boolean horizontal,
    String legend,
    String note) {

  Chart {
    marks = List.copyOf(marks);
  }

  /**
   * An axis of categories, which stand at 0, 1, 2, …, of instants in milliseconds, or of numbers.
   *
   * @param title empty for none
   * @param categories empty for numbers and instants
   * @param isFromTop whether it begins at the top, where it stands upright
   */
  record Axis(String title, List<String> categories, boolean instants, boolean isFromTop) {

    Axis {
      categories = List.copyOf(categories);
    }

    static Axis numbers(String title) {
      return new Axis(title, List.of(), false, false);
    }

    static Axis instants(String title) {
      return new Axis(title, List.of(), true, false);
    }

    static Axis categories(String title, List<String> categories) {
      return new Axis(title, categories, false, false);
    }

    Axis fromTop(boolean isFromTop) {
      return new Axis(title, categories, instants, isFromTop);
    }
  }

  /** The axis below the picture. */
  Axis bottom() {
    return horizontal ? up : across;
  }

  /** The axis beside the picture. */
  Axis left() {
    return horizontal ? across : up;
  }

  String bottomTitle() {
    return Objects.requireNonNullElse(style.xTitle(), bottom().title());
  }

  String leftTitle() {
    return Objects.requireNonNullElse(style.yTitle(), left().title());
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
   * @param color its place among the colours
   * @param points values that are drawn as points beside the outliers
   */
  record Box(double position, double width, BoxStats stats, int color, List<Double> points) {

    Box {
      points = List.copyOf(points);
    }
  }

  /**
   * Bars that stand on zero or on each other.
   *
   * @param overlaid whether other bars stand before or behind them
   */
  record Bars(String name, List<Bar> bars, boolean overlaid) implements Marks {

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
  record Bar(double from, double to, double foot, double top) {

    double middle() {
      return (from + to) / 2;
    }
  }

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

  /** The picture as PNG, at twice its size. */
  byte[] png() {
    PngCanvas canvas = new PngCanvas(style.width(), style.height());
    new ChartPainter(this, canvas).paint();
    return canvas.png();
  }

  /** The picture as SVG, with a description for those who cannot see it. */
  String svg(String description) {
    SvgCanvas canvas = new SvgCanvas(style.width(), style.height(), style.title(), description);
    new ChartPainter(this, canvas).paint();
    return canvas.svg();
  }
}
