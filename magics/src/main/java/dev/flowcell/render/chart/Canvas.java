package dev.flowcell.render.chart;

import java.awt.Color;
import java.awt.Shape;

/**
 * Where a chart is drawn: a picture of pixels or of text. Coordinates grow to the right and down.
 */
interface Canvas {

  /** Which point of a text stands at the place given. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * How a text is written.
   *
   * @param angle in degrees, anticlockwise
   */
  record Lettering(double size, boolean bold, Color color, Anchor anchor, double angle) {

    Lettering(double size, Color color, Anchor anchor) {
      this(size, false, color, anchor, 0);
    }

    Lettering turned(double degrees) {
      return new Lettering(size, bold, color, anchor, degrees);
    }

    /** How wide a text is when written so. */
    double width(String text) {
      return (bold ? Glyphs.bold() : Glyphs.regular()).width(text, size);
    }

    /** The text, shortened with an ellipsis where it is wider. */
    String fitted(String text, double room) {
      if (width(text) <= room) {
        return text;
      }
      int[] characters = text.codePoints().toArray();
      int kept = characters.length;
      while (kept > 1 && width(new String(characters, 0, kept) + "…") > room) {
        kept--;
      }
      return new String(characters, 0, kept).stripTrailing() + "…";
    }
  }

  void fill(Shape shape, Color color);

  void stroke(Shape shape, double width, Color color);

  /** Writes a text in one line, its baseline at the place given. */
  void text(String text, double x, double y, Lettering lettering);

  /** Draws only inside of that shape until {@link #unclip}. */
  void clip(Shape shape);

  void unclip();
}
