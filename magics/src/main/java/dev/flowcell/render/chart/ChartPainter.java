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
  private static final Lettering TITLE = new Lettering(17, true, INK, Anchor.MIDDLE, 0);
  private static final Lettering AXIS_TITLE = new Lettering(14, INK, Anchor.MIDDLE);
  private static final Lettering LABEL = new Lettering(13, SOFT_INK, Anchor.MIDDLE);
  private static final Lettering LEFT_LABEL = new Lettering(13, SOFT_INK, Anchor.END);
  private static final Lettering NOTE = new Lettering(11, SOFT_INK, Anchor.END);
  private static final Lettering LEGEND_TITLE = new Lettering(13, true, INK, Anchor.START, 0);
  private static final Lettering LEGEND = new Lettering(13, INK, Anchor.START);

  /** From the middle of a letter's height to its baseline, as a part of its size. */
  private static final double MIDDLE = 0.36;

  /** Opacity, of 255. */
  private static final int FILLED = 215;

  private static final int OVERLAID = 130;
  private static final int CROWDED = 90;

  /** Multiples of the golden ratio fill a width evenly, however many there are. */
  private static final double GOLDEN = 0.6180339887498949;

  private static final double EDGE = 18;
  private static final double TICK = 5;
  private static final double LONGEST_LABEL = 150;
  private static final double LONGEST_BELOW = 110;

  /** Between labels side by side. */
  private static final double GAP = 14;

  /** Labels that do not fit side by side are turned a little, and upright where they are many. */
  private static final double TURN = 35;

  private static final double UPRIGHT = 90;
  private static final double LEAST_TURNED = 24;
  private static final double LEAST_UPRIGHT = 15;
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
        chart.marks().size() < 2 && chart.legend().isBlank()
            ? List.of()
            : chart.marks().stream().filter(marks -> !marks.name().isBlank()).toList();
  }

  void paint() {
    Rectangle2D area = area();
    Plane plane = new Plane(area);
    paintGrid(plane);
    canvas.clip(area);
    for (int i = 0; i < chart.marks().size(); i++) {
      paint(chart.marks().get(i), i, plane);
    }
    canvas.unclip();
    paintAxes(plane);
    paintTitles(area);
    paintLegend(area);
    paintNote();
    if (chart.marks().stream().allMatch(marks -> marks.up().noneMatch(Double::isFinite))) {
      canvas.text("no values", area.getCenterX(), area.getCenterY(), AXIS_TITLE);
    }
  }

  // Scales and margins

  private Scale scale(Chart.Axis axis, DoubleStream places) {
    if (!axis.categories().isEmpty()) {
      double last = axis.categories().size() - 0.5;
      return axis.isFromTop() ? new Scale(last, -0.5, 0, 1) : new Scale(-0.5, last, 0, 1);
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

  private Scale leftScale() {
    return chart.horizontal() ? across : up;
  }

  private Scale bottomScale() {
    return chart.horizontal() ? up : across;
  }

  private Rectangle2D area() {
    double top = chart.style().title().isBlank() ? EDGE : EDGE + 32;
    double labels =
        leftTicks().stream().mapToDouble(tick -> LEFT_LABEL.width(tick.label())).max().orElse(0);
    double left = EDGE + (chart.leftTitle().isBlank() ? 0 : 22) + labels + TICK + 5;
    double legend = named.isEmpty() ? 0 : 38 + legendWidth();
    double right = EDGE + 6 + legend;
    double wished = Math.max(40, chart.style().width() - left - right);
    double width = Math.max(40, wished - Math.max(0, reach(wished) - right + 4));
    double bottom =
        edge() + (chart.bottomTitle().isBlank() ? 0 : 24) + TICK + 4 + bottomLabelHeight(width);
    double height = Math.max(40, chart.style().height() - top - bottom);
    return new Rectangle2D.Double(snap(left), snap(top), snap(width), snap(height));
  }

  /** Below the picture, with room for the note. */
  private double edge() {
    return chart.note().isBlank() ? EDGE : EDGE + 14;
  }

  private double legendWidth() {
    double names = named.stream().mapToDouble(m -> LEGEND.width(legendName(m))).max().orElse(0);
    return Math.max(names, LEGEND_TITLE.width(legendTitle()) - 21);
  }

  private String legendTitle() {
    return LEGEND_TITLE.fitted(oneLine(chart.legend()), LONGEST_LABEL);
  }

  private static String legendName(Chart.Marks marks) {
    return LEGEND.fitted(oneLine(marks.name()), LONGEST_LABEL);
  }

  private List<Tick> leftTicks() {
    return ticks(chart.left(), leftScale(), (int) (chart.style().height() / 55.0), LEFT_LABEL);
  }

  /** As many as fit side by side. */
  private List<Tick> bottomTicks(double width) {
    int most = (int) Math.max(2, width / 50);
    List<Tick> ticks = ticks(chart.bottom(), bottomScale(), most, LABEL);
    while (most > 2 && chart.bottom().categories().isEmpty() && !fit(ticks, width)) {
      most--;
      ticks = ticks(chart.bottom(), bottomScale(), most, LABEL);
    }
    return ticks;
  }

  /** How far the last label below reaches beyond the picture's right end. */
  private double reach(double width) {
    List<Tick> ticks = bottomTicks(width);
    if (ticks.isEmpty() || turn(width) > 0) {
      return 0;
    }
    Tick last = ticks.get(ticks.size() - 1);
    return bottomScale().at(0, width).position(last.value())
        + LABEL.width(last.label()) / 2
        - width;
  }

  private boolean fit(List<Tick> ticks, double width) {
    Scale scale = bottomScale().at(0, width);
    double end = Double.NEGATIVE_INFINITY;
    for (Tick tick : ticks) {
      double half = LABEL.width(tick.label()) / 2;
      if (scale.position(tick.value()) - half < end + GAP) {
        return false;
      }
      end = scale.position(tick.value()) + half;
    }
    return true;
  }

  private List<Tick> ticks(Chart.Axis axis, Scale scale, int most, Lettering lettering) {
    if (axis.instants()) {
      return Instants.ticks(scale, most);
    }
    if (axis.categories().isEmpty()) {
      return scale.ticks(most, axis == chart.up() && countsOnly() ? 1 : 0);
    }
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < axis.categories().size(); i++) {
      String label = oneLine(axis.categories().get(i));
      double room = axis == chart.bottom() ? LONGEST_BELOW : LONGEST_LABEL;
      ticks.add(new Tick(i, lettering.fitted(label, room)));
    }
    return ticks;
  }

  /** Whether all that is drawn are bars of whole numbers: there is no half between them. */
  private boolean countsOnly() {
    return !chart.marks().isEmpty()
        && chart.marks().stream()
            .allMatch(m -> m instanceof Chart.Bars && m.up().allMatch(v -> v == Math.rint(v)));
  }

  /** By how many degrees the labels below the picture are turned to fit side by side. */
  private double turn(double width) {
    List<String> categories = chart.bottom().categories();
    double room = width / Math.max(1, categories.size());
    boolean fitting =
        bottomTicks(width).stream().allMatch(tick -> LABEL.width(tick.label()) <= room - 10);
    return categories.isEmpty() || fitting ? 0 : room < LEAST_TURNED ? UPRIGHT : TURN;
  }

  private double bottomLabelHeight(double width) {
    double turn = turn(width);
    if (turn == 0) {
      return LABEL.size();
    }
    double longest =
        bottomTicks(width).stream().mapToDouble(t -> LABEL.width(t.label())).max().orElse(0);
    return LABEL.size() + longest * StrictMath.sin(Math.toRadians(turn));
  }

  // Grid, axes and letters

  private void paintGrid(Plane plane) {
    Rectangle2D area = plane.area();
    if (chart.left().categories().isEmpty()) {
      for (Tick tick : leftTicks()) {
        double y = snap(plane.left().position(tick.value()));
        canvas.stroke(new Line2D.Double(area.getMinX(), y, area.getMaxX(), y), 1, GRID);
      }
    }
    if (chart.bottom().categories().isEmpty()) {
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
    if (chart.marks().stream().anyMatch(Chart.Bars.class::isInstance)) {
      canvas.stroke(plane.zero(), 1, AXIS);
    }
    for (Tick tick : apart(leftTicks(), plane.left(), LEAST_UPRIGHT)) {
      double at = snap(plane.left().position(tick.value()));
      canvas.stroke(new Line2D.Double(x - TICK, at, x, at), 1, AXIS);
      canvas.text(tick.label(), x - TICK - 5, at + LABEL.size() * MIDDLE, LEFT_LABEL);
    }
    double turn = turn(area.getWidth());
    double least = turn == UPRIGHT ? LEAST_UPRIGHT : turn == TURN ? LEAST_TURNED : 0;
    for (Tick tick : apart(bottomTicks(area.getWidth()), plane.bottom(), least)) {
      double at = snap(plane.bottom().position(tick.value()));
      canvas.stroke(new Line2D.Double(at, y, at, y + TICK), 1, AXIS);
      if (turn > 0) {
        double aside = turn == UPRIGHT ? LABEL.size() * MIDDLE : 4;
        double below = turn == UPRIGHT ? TICK + 4 : TICK + LABEL.size();
        canvas.text(tick.label(), at + aside, y + below, LEFT_LABEL.turned(turn));
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
    String title = oneLine(chart.style().title());
    double half = Math.min(middle, chart.style().width() - middle) - 8;
    if (TITLE.width(title) > half * 2) {
      middle = chart.style().width() / 2.0;
      half = middle - 8;
    }
    canvas.text(TITLE.fitted(title, half * 2), middle, EDGE + TITLE.size(), TITLE);
    String below = AXIS_TITLE.fitted(oneLine(chart.bottomTitle()), area.getWidth());
    canvas.text(below, area.getCenterX(), chart.style().height() - edge() + 2, AXIS_TITLE);
    String beside = AXIS_TITLE.fitted(oneLine(chart.leftTitle()), area.getHeight());
    canvas.text(beside, EDGE + 10, area.getCenterY(), AXIS_TITLE.turned(90));
  }

  private void paintLegend(Rectangle2D area) {
    double x = area.getMaxX() + 16;
    double y = area.getMinY() + 8;
    if (!named.isEmpty() && !legendTitle().isBlank()) {
      canvas.text(legendTitle(), x, y + LEGEND.size() * MIDDLE, LEGEND_TITLE);
      y += 21;
    }
    for (int i = 0; i < chart.marks().size(); i++) {
      Chart.Marks marks = chart.marks().get(i);
      if (!named.contains(marks)) {
        continue;
      }
      if (y > area.getMaxY() - 4) {
        canvas.text("…", x, y + LEGEND.size() * MIDDLE, LEGEND);
        return;
      }
      paintSign(marks, i, x + 7, y);
      canvas.text(legendName(marks), x + 21, y + LEGEND.size() * MIDDLE, LEGEND);
      y += 20;
    }
  }

  /** A series as it looks in the picture, in small. */
  private void paintSign(Chart.Marks marks, int series, double x, double y) {
    Color color = chart.style().color(series);
    if (marks instanceof Chart.Points) {
      canvas.fill(shape(series, x, y, 4.2), color);
    } else if (marks instanceof Chart.Line line) {
      canvas.stroke(new Line2D.Double(x - 8, y, x + 8, y), 2, color);
      if (line.marked()) {
        canvas.fill(shape(series, x, y, 3.8), color);
      }
    } else {
      int opacity = marks instanceof Chart.Bars bars && !bars.overlaid() ? FILLED : OVERLAID;
      canvas.fill(new Rectangle2D.Double(x - 6, y - 6, 12, 12), faded(color, opacity));
      canvas.stroke(new Rectangle2D.Double(x - 6, y - 6, 12, 12), 1, darker(color));
    }
  }

  private void paintNote() {
    String note = NOTE.fitted(chart.note(), chart.style().width() - 20);
    canvas.text(note, chart.style().width() - 10, chart.style().height() - 7, NOTE);
  }

  // Marks

  private void paint(Chart.Marks marks, int series, Plane plane) {
    Color color = chart.style().color(series);
    if (marks instanceof Chart.Boxes boxes) {
      boxes.boxes().stream()
          .filter(box -> !box.stats().isEmpty())
          .forEach(box -> paint(box, chart.style().color(box.color()), plane));
    } else if (marks instanceof Chart.Bars bars) {
      int opacity = bars.overlaid() ? OVERLAID : FILLED;
      bars.bars().forEach(bar -> paint(bar, color, opacity, plane));
    } else if (marks instanceof Chart.Points points) {
      paint(points.points(), series, plane);
    } else if (marks instanceof Chart.Line line) {
      canvas.stroke(plane.path(line.points()), 2, color);
      paint(line.marked() ? line.points() : alone(line.points()), series, plane);
    }
  }

  /** Points that no line leads to, since it is broken on both sides of them. */
  private static List<Chart.Point> alone(List<Chart.Point> points) {
    return IntStream.range(0, points.size())
        .filter(i -> i == 0 || !points.get(i - 1).isDrawn())
        .filter(i -> i == points.size() - 1 || !points.get(i + 1).isDrawn())
        .mapToObj(points::get)
        .toList();
  }

  private void paint(List<Chart.Point> points, int series, Plane plane) {
    Color color =
        faded(chart.style().color(series), points.size() > MANY_POINTS ? CROWDED : FILLED);
    for (Chart.Point point : points) {
      if (point.isDrawn()) {
        Point2D at = plane.at(point.x(), point.y());
        Shape sign = shape(series, at.getX(), at.getY(), 4);
        canvas.fill(sign, color);
        if (points.size() <= MANY_POINTS) {
          canvas.stroke(sign, 0.8, Color.WHITE);
        }
      }
    }
  }

  /** Each series has a shape of its own beside its colour. */
  private Shape shape(int series, double x, double y, double radius) {
    return switch (chart.marks().size() == 1 ? 0 : series % 4) {
      case 0 -> circle(x, y, radius);
      case 1 -> polygon(x, y, radius * 1.2, 45, 4);
      case 2 -> polygon(x, y, radius * 1.35, 90, 3);
      default -> polygon(x, y, radius * 1.3, 0, 4);
    };
  }

  private static Shape circle(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2);
  }

  private static Shape polygon(double x, double y, double radius, double turn, int corners) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double angle = Math.toRadians(turn + i * 360.0 / corners);
      double cornerX = x + radius * StrictMath.cos(angle);
      double cornerY = y - radius * StrictMath.sin(angle);
      if (i == 0) {
        path.moveTo(cornerX, cornerY);
      } else {
        path.lineTo(cornerX, cornerY);
      }
    }
    path.closePath();
    return path;
  }

  private void paint(Chart.Box box, Color color, Plane plane) {
    BoxStats stats = box.stats();
    double widest = plane.unit() == 0 ? box.width() : 110 / plane.unit();
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
    if (!box.points().isEmpty()) {
      paintValues(box.points(), box.position(), half, dark, plane);
      return;
    }
    for (double outlier : stats.outliers()) {
      Point2D at = plane.at(box.position(), outlier);
      Shape dot = circle(at.getX(), at.getY(), 3.6);
      canvas.fill(dot, faded(color, 105));
      canvas.stroke(dot, 1.2, dark);
    }
  }

  /** Every value, spread over the width of the box, the same way each time. */
  private void paintValues(
      List<Double> values, double middle, double half, Color color, Plane plane) {
    Color dot = faded(color, values.size() > MANY_POINTS ? CROWDED : 170);
    for (int i = 0; i < values.size(); i++) {
      double aside = (i + 1) * GOLDEN - Math.floor((i + 1) * GOLDEN) - 0.5;
      Point2D at = plane.at(middle + aside * half * 1.3, values.get(i));
      canvas.fill(circle(at.getX(), at.getY(), 2.6), dot);
    }
  }

  private void paint(Chart.Bar bar, Color color, int opacity, Plane plane) {
    Shape body = plane.rectangle(bar.from(), bar.foot(), bar.to(), bar.top());
    canvas.fill(body, faded(color, opacity));
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

    Point2D at(double x, double y) {
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

    /** The line that bars stand on. */
    Shape zero() {
      double at = snap((chart.horizontal() ? bottom : left).position(0));
      return chart.horizontal()
          ? new Line2D.Double(at, area.getMinY(), at, area.getMaxY())
          : new Line2D.Double(area.getMinX(), at, area.getMaxX(), at);
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
