package dev.flowcell.render.chart;

import dev.flowcell.render.chart.Canvas.Anchor;
import dev.flowcell.render.chart.Canvas.Lettering;
import dev.flowcell.render.chart.Scale.Tick;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws a chart: margins first, then grid, marks, axes and letters. */
final class ChartPainter {

  private static final Color INK = new Color(0x1f2937);
  private static final Color SOFT_INK = new Color(0x4b5563);
  private static final Color AXIS = new Color(0x9ca3af);
  private static final Color GRID = new Color(0xe5e7eb);
  private static final List<Color> PALETTE =
      IntStream.of(0x2f6db3, 0xe07b1f, 0x2f8f4e, 0xc93f45, 0x7b5bb0, 0x8a5a44, 0x1f8f96, 0xb8862b)
          .mapToObj(Color::new)
          .toList();

  private static final Lettering TITLE = new Lettering(16, true, INK, Anchor.MIDDLE, 0);
  private static final Lettering AXIS_TITLE = new Lettering(13, INK, Anchor.MIDDLE);
  private static final Lettering LABEL = new Lettering(12, SOFT_INK, Anchor.MIDDLE);
  private static final Lettering LEFT_LABEL = new Lettering(12, SOFT_INK, Anchor.END);
  private static final Lettering LEGEND = new Lettering(12, INK, Anchor.START);

  /** From the middle of a letter's height to its baseline, as a part of its size. */
  private static final double MIDDLE = 0.36;

  private static final double EDGE = 18;
  private static final double TICK = 5;
  private static final double LONGEST_LABEL = 130;
  private static final double TURN = 35;
  private static final int MANY_POINTS = 500;

  private final Chart chart;
  private final Canvas canvas;
  private final Scale across;
  private final Scale up;
  private final List<Chart.Marks> named;

  ChartPainter(Chart chart, Canvas canvas) {
    this.chart = chart;
    this.canvas = canvas;
    this.across =
        scale(chart.across(), chart.marks().stream().flatMapToDouble(Chart.Marks::across));
    this.up = scale(chart.up(), chart.marks().stream().flatMapToDouble(Chart.Marks::up));
    this.named =
        chart.marks().size() < 2
            ? List.of()
            : chart.marks().stream().filter(marks -> !marks.name().isBlank()).toList();
  }

  void paint() {
    Rectangle2D area = area();
    Plane plane = new Plane(area);
    paintGrid(plane);
    canvas.clip(area);
    for (int i = 0; i < chart.marks().size(); i++) {
      paint(chart.marks().get(i), PALETTE.get(i % PALETTE.size()), plane);
    }
    canvas.unclip();
    paintAxes(plane);
    paintTitles(area);
    paintLegend(area);
    if (chart.marks().stream().allMatch(marks -> marks.up().noneMatch(Double::isFinite))) {
      canvas.text("no values", area.getCenterX(), area.getCenterY(), AXIS_TITLE);
    }
  }

  // Scales and margins

  private Scale scale(Chart.Axis axis, DoubleStream places) {
    if (!axis.categories().isEmpty()) {
      return new Scale(-0.5, axis.categories().size() - 0.5, 0, 1);
    }
    double[] range = places.filter(Double::isFinite).toArray();
    double min = DoubleStream.of(range).min().orElse(0);
    double max = DoubleStream.of(range).max().orElse(1);
    if (min == max) {
      double around = Math.max(0.5, Math.abs(min) * 0.1);
      return new Scale(min - around, max + around, 0, 1);
    }
    boolean bars = chart.marks().stream().anyMatch(Chart.Bars.class::isInstance);
    double room = (max / 2 - min / 2) * 0.1;
    return new Scale(bars && min == 0 ? 0 : min - room, bars && max == 0 ? 0 : max + room, 0, 1);
  }

  private Chart.Axis leftAxis() {
    return chart.horizontal() ? chart.across() : chart.up();
  }

  private Chart.Axis bottomAxis() {
    return chart.horizontal() ? chart.up() : chart.across();
  }

  private Scale leftScale() {
    return chart.horizontal() ? across : up;
  }

  private Scale bottomScale() {
    return chart.horizontal() ? up : across;
  }

  private Rectangle2D area() {
    double top = chart.title().isBlank() ? EDGE : EDGE + 32;
    double labels =
        leftTicks().stream().mapToDouble(tick -> LEFT_LABEL.width(tick.label())).max().orElse(0);
    double left = EDGE + (leftAxis().title().isBlank() ? 0 : 22) + labels + TICK + 5;
    double legend = named.isEmpty() ? 0 : 34 + legendWidth();
    double right = EDGE + 6 + legend;
    double width = Math.max(40, chart.width() - left - right);
    double bottom =
        EDGE + (bottomAxis().title().isBlank() ? 0 : 24) + TICK + 4 + bottomLabelHeight(width);
    double height = Math.max(40, chart.height() - top - bottom);
    return new Rectangle2D.Double(snap(left), snap(top), snap(width), snap(height));
  }

  private double legendWidth() {
    return named.stream().mapToDouble(m -> LEGEND.width(legendName(m))).max().orElse(0);
  }

  private static String legendName(Chart.Marks marks) {
    return LEGEND.fitted(oneLine(marks.name()), LONGEST_LABEL);
  }

  private List<Tick> leftTicks() {
    return ticks(leftAxis(), leftScale(), (int) (chart.height() / 55.0), LEFT_LABEL);
  }

  private List<Tick> bottomTicks(double width) {
    return ticks(bottomAxis(), bottomScale(), (int) (width / 80), LABEL);
  }

  private static List<Tick> ticks(Chart.Axis axis, Scale scale, int most, Lettering lettering) {
    if (axis.instants()) {
      return Instants.ticks(scale, most);
    }
    if (axis.categories().isEmpty()) {
      return scale.ticks(most);
    }
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < axis.categories().size(); i++) {
      String label = oneLine(axis.categories().get(i));
      ticks.add(new Tick(i, lettering.fitted(label, LONGEST_LABEL)));
    }
    return ticks;
  }

  /** Whether the labels below the picture do not fit side by side. */
  private boolean turned(double width) {
    List<Tick> ticks = bottomTicks(width);
    double room = width / Math.max(1, bottomAxis().categories().size());
    return !bottomAxis().categories().isEmpty()
        && ticks.stream().anyMatch(tick -> LABEL.width(tick.label()) > room - 10);
  }

  private double bottomLabelHeight(double width) {
    if (!turned(width)) {
      return LABEL.size();
    }
    double longest =
        bottomTicks(width).stream().mapToDouble(t -> LABEL.width(t.label())).max().orElse(0);
    return LABEL.size() + longest * Math.sin(Math.toRadians(TURN));
  }

  // Grid, axes and letters

  private void paintGrid(Plane plane) {
    Rectangle2D area = plane.area();
    if (leftAxis().categories().isEmpty()) {
      for (Tick tick : leftTicks()) {
        double y = snap(plane.left().position(tick.value()));
        canvas.stroke(new Line2D.Double(area.getMinX(), y, area.getMaxX(), y), 1, GRID);
      }
    }
    if (bottomAxis().categories().isEmpty()) {
      for (Tick tick : bottomTicks(area.getWidth())) {
        double x = snap(plane.bottom().position(tick.value()));
        canvas.stroke(new Line2D.Double(x, area.getMinY(), x, area.getMaxY()), 1, GRID);
      }
    }
  }

  private void paintAxes(Plane plane) {
    Rectangle2D area = plane.area();
    double x = area.getMinX();
    double y = area.getMaxY();
    canvas.stroke(new Line2D.Double(x, area.getMinY(), x, y + 0.5), 1, AXIS);
    canvas.stroke(new Line2D.Double(x, y, area.getMaxX(), y), 1, AXIS);
    for (Tick tick : apart(leftTicks(), plane.left(), 15)) {
      double at = snap(plane.left().position(tick.value()));
      canvas.stroke(new Line2D.Double(x - TICK, at, x, at), 1, AXIS);
      canvas.text(tick.label(), x - TICK - 5, at + LABEL.size() * MIDDLE, LEFT_LABEL);
    }
    boolean turned = turned(area.getWidth());
    for (Tick tick : apart(bottomTicks(area.getWidth()), plane.bottom(), turned ? 24 : 15)) {
      double at = snap(plane.bottom().position(tick.value()));
      canvas.stroke(new Line2D.Double(at, y, at, y + TICK), 1, AXIS);
      if (turned) {
        canvas.text(tick.label(), at + 4, y + TICK + LABEL.size(), LEFT_LABEL.turned(TURN));
      } else {
        canvas.text(tick.label(), at, y + TICK + 3 + LABEL.size(), LABEL);
      }
    }
  }

  /** The ticks that are left when labels that high (or wide) must not touch. */
  private static List<Tick> apart(List<Tick> ticks, Scale scale, double size) {
    double room = Math.abs(scale.to() - scale.from()) / Math.max(1, ticks.size());
    int every = (int) Math.max(1, Math.ceil(size / room));
    return IntStream.range(0, ticks.size())
        .filter(i -> i % every == 0)
        .mapToObj(ticks::get)
        .toList();
  }

  private void paintTitles(Rectangle2D area) {
    double middle = area.getCenterX();
    String title = oneLine(chart.title());
    double half = Math.min(middle, chart.width() - middle) - 8;
    if (TITLE.width(title) > half * 2) {
      middle = chart.width() / 2.0;
      half = middle - 8;
    }
    canvas.text(TITLE.fitted(title, half * 2), middle, EDGE + TITLE.size(), TITLE);
    String below = AXIS_TITLE.fitted(oneLine(bottomAxis().title()), area.getWidth());
    canvas.text(below, area.getCenterX(), chart.height() - EDGE + 2, AXIS_TITLE);
    String beside = AXIS_TITLE.fitted(oneLine(leftAxis().title()), area.getHeight());
    canvas.text(beside, EDGE + 10, area.getCenterY(), AXIS_TITLE.turned(90));
  }

  private void paintLegend(Rectangle2D area) {
    double x = area.getMaxX() + 16;
    double y = area.getMinY() + 8;
    for (int i = 0; i < chart.marks().size() && y < area.getMaxY(); i++) {
      Chart.Marks marks = chart.marks().get(i);
      if (!named.contains(marks)) {
        continue;
      }
      Color color = PALETTE.get(i % PALETTE.size());
      canvas.fill(new Rectangle2D.Double(x, y - 5, 10, 10), color);
      canvas.text(legendName(marks), x + 17, y + LEGEND.size() * MIDDLE, LEGEND);
      y += 20;
    }
  }

  // Marks

  private void paint(Chart.Marks marks, Color color, Plane plane) {
    if (marks instanceof Chart.Boxes boxes) {
      boxes.boxes().stream()
          .filter(box -> !box.stats().isEmpty())
          .forEach(box -> paint(box, PALETTE.get(box.color() % PALETTE.size()), plane));
    } else if (marks instanceof Chart.Bars bars) {
      bars.bars().forEach(bar -> paint(bar, color, plane));
    } else if (marks instanceof Chart.Points points) {
      paint(points.points(), color, plane);
    } else if (marks instanceof Chart.Line line) {
      canvas.stroke(plane.path(line.points()), 2, color);
      paint(line.marked() ? line.points() : List.of(), color, plane);
    }
  }

  private void paint(List<Chart.Point> points, Color color, Plane plane) {
    int opacity = points.size() > MANY_POINTS ? 90 : 190;
    points.stream()
        .filter(Chart.Point::isDrawn)
        .forEach(point -> canvas.fill(plane.dot(point, 3.4), faded(color, opacity)));
  }

  private void paint(Chart.Box box, Color color, Plane plane) {
    BoxStats stats = box.stats();
    double widest = plane.unit() == 0 ? box.width() : 84 / plane.unit();
    double half = Math.min(box.width(), widest) / 2;
    double left = box.position() - half;
    double right = box.position() + half;
    Color dark = darker(color);
    canvas.stroke(
        plane.line(box.position(), stats.low(), box.position(), stats.summary().q1()), 1.5, dark);
    canvas.stroke(
        plane.line(box.position(), stats.summary().q3(), box.position(), stats.high()), 1.5, dark);
    double cap = half * 0.45;
    for (double end : new double[] {stats.low(), stats.high()}) {
      canvas.stroke(plane.line(box.position() - cap, end, box.position() + cap, end), 2, dark);
    }
    Shape body = plane.rectangle(left, stats.summary().q1(), right, stats.summary().q3());
    canvas.fill(body, Color.WHITE);
    canvas.fill(body, faded(color, 105));
    canvas.stroke(body, 1.5, dark);
    canvas.stroke(
        plane.line(left, stats.summary().median(), right, stats.summary().median()), 3, dark);
    for (double outlier : stats.outliers()) {
      Shape dot = plane.dot(new Chart.Point(box.position(), outlier), 3.6);
      canvas.fill(dot, faded(color, 105));
      canvas.stroke(dot, 1.2, dark);
    }
  }

  private void paint(Chart.Bar bar, Color color, Plane plane) {
    Shape body = plane.rectangle(bar.from(), bar.foot(), bar.to(), bar.top());
    canvas.fill(body, faded(color, 215));
    canvas.stroke(body, 1, Color.WHITE);
  }

  private static Color faded(Color color, int opacity) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), opacity);
  }

  private static Color darker(Color color) {
    Function<Integer, Integer> less = part -> part * 7 / 10;
    return new Color(
        less.apply(color.getRed()), less.apply(color.getGreen()), less.apply(color.getBlue()));
  }

  private static double snap(double pixels) {
    return Math.rint(pixels * PngCanvas.DENSITY) / PngCanvas.DENSITY;
  }

  /** A text as one line: line ends and other control characters as blanks. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069]+", " ").strip();
  }

  /** The chart's numbers as shapes in the picture. */
  private final class Plane {

    private final Rectangle2D area;
    private final Scale left;
    private final Scale bottom;

    Plane(Rectangle2D area) {
      this.area = area;
      this.left = leftScale().at(area.getMaxY(), area.getMinY());
      this.bottom = bottomScale().at(area.getMinX(), area.getMaxX());
    }

    Rectangle2D area() {
      return area;
    }

    Scale left() {
      return left;
    }

    Scale bottom() {
      return bottom;
    }

    /** How many pixels one unit of the first axis takes. */
    double unit() {
      Scale scale = chart.horizontal() ? left : bottom;
      return Math.abs(scale.position(1) - scale.position(0));
    }

    private Point2D at(double x, double y) {
      return chart.horizontal()
          ? new Point2D.Double(bottom.position(y), left.position(x))
          : new Point2D.Double(bottom.position(x), left.position(y));
    }

    private Point2D snapped(double x, double y) {
      Point2D exact = at(x, y);
      return new Point2D.Double(snap(exact.getX()), snap(exact.getY()));
    }

    Shape line(double x1, double y1, double x2, double y2) {
      return new Line2D.Double(snapped(x1, y1), snapped(x2, y2));
    }

    Shape rectangle(double x1, double y1, double x2, double y2) {
      Rectangle2D rectangle = new Rectangle2D.Double();
      rectangle.setFrameFromDiagonal(snapped(x1, y1), snapped(x2, y2));
      return rectangle;
    }

    Shape dot(Chart.Point point, double radius) {
      Point2D centre = at(point.x(), point.y());
      return new Ellipse2D.Double(
          centre.getX() - radius, centre.getY() - radius, radius * 2, radius * 2);
    }

    Shape path(List<Chart.Point> points) {
      Path2D path = new Path2D.Double();
      boolean joined = false;
      for (Chart.Point point : points) {
        if (point.isDrawn()) {
          Point2D place = at(point.x(), point.y());
          if (joined) {
            path.lineTo(place.getX(), place.getY());
          } else {
            path.moveTo(place.getX(), place.getY());
          }
        }
        joined = point.isDrawn();
      }
      return path;
    }
  }
}
