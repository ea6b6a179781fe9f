package dev.flowcell.render.chart;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;

/**
 * A line of some width as the area that it covers, with round joints and straight ends. AWT's own
 * strokes differ by a shade from one Java version to the next; areas do not.
 */
final class Outline {

  /** In pixels: how far a curve's pieces may be from the curve. */
  private static final double FLATNESS = 0.02;

  private static final int CORNERS = 12;

  private final Path2D area = new Path2D.Double(Path2D.WIND_NON_ZERO);
  private final double half;

  private Outline(double width) {
    this.half = width / 2;
  }

  static Shape of(Shape line, double width) {
    Outline outline = new Outline(width);
    outline.follow(line.getPathIterator(null, FLATNESS));
    return outline.area;
  }

  private void follow(PathIterator path) {
    double[] at = new double[6];
    double startX = 0;
    double startY = 0;
    double x = 0;
    double y = 0;
    boolean isJoint = false;
    for (; !path.isDone(); path.next()) {
      int kind = path.currentSegment(at);
      if (kind == PathIterator.SEG_MOVETO) {
        startX = at[0];
        startY = at[1];
        isJoint = false;
      } else {
        boolean closes = kind == PathIterator.SEG_CLOSE;
        double toX = closes ? startX : at[0];
        double toY = closes ? startY : at[1];
        if (isJoint) {
          joint(x, y);
        }
        segment(x, y, toX, toY);
        if (closes) {
          joint(startX, startY);
        }
        isJoint = true;
        at[0] = toX;
        at[1] = toY;
      }
      x = at[0];
      y = at[1];
    }
  }

  private void segment(double x1, double y1, double x2, double y2) {
    double length = Math.sqrt((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1));
    if (length == 0) {
      return;
    }
    double asideX = (y2 - y1) / length * half;
    double asideY = (x1 - x2) / length * half;
    area.moveTo(x1 + asideX, y1 + asideY);
    area.lineTo(x2 + asideX, y2 + asideY);
    area.lineTo(x2 - asideX, y2 - asideY);
    area.lineTo(x1 - asideX, y1 - asideY);
    area.closePath();
  }

  /** Goes round in the same direction as the segments: else overlaps would be holes. */
  private void joint(double x, double y) {
    for (int i = 0; i < CORNERS; i++) {
      double angle = 2 * StrictMath.PI * i / CORNERS;
      double cornerX = x + half * StrictMath.cos(angle);
      double cornerY = y + half * StrictMath.sin(angle);
      if (i == 0) {
        area.moveTo(cornerX, cornerY);
      } else {
        area.lineTo(cornerX, cornerY);
      }
    }
    area.closePath();
  }
}
