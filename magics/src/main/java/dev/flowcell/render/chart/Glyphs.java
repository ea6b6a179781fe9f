package dev.flowcell.render.chart;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * Text as shapes, from outlines of our own: AWT's text fails on a machine without fonts, also with
 * a font that a program brings along, and draws differently wherever the fonts differ. A character
 * without an outline is drawn as the replacement character. Immutable.
 */
final class Glyphs {

  /** The size of the outlines' coordinates: units per em. */
  static final int UNITS = 1024;

  /** Ends an outline, where a segment's kind would stand. */
  static final int END = PathIterator.SEG_CLOSE + 1;

  private static final int REPLACEMENT = 0xfffd;

  private final Map<Integer, Glyph> byCharacter;

  private record Glyph(int advance, Path2D outline) {}

  private static final class Loaded {
    static final Glyphs REGULAR = read("glyphs.gz");
    static final Glyphs BOLD = read("glyphs-bold.gz");
  }

  private Glyphs(Map<Integer, Glyph> byCharacter) {
    this.byCharacter = byCharacter;
  }

  static Glyphs regular() {
    return Loaded.REGULAR;
  }

  static Glyphs bold() {
    return Loaded.BOLD;
  }

  /** How wide a text is at a size (of the em, in pixels). */
  double width(String text, double size) {
    return composed(text).codePoints().mapToLong(c -> glyph(c).advance()).sum() * size / UNITS;
  }

  /** The shape of a text whose baseline begins at 0, 0. */
  Path2D shape(String text, double size) {
    Path2D shape = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double scale = size / UNITS;
    long x = 0;
    for (int character : composed(text).codePoints().toArray()) {
      Glyph glyph = glyph(character);
      AffineTransform place = AffineTransform.getScaleInstance(scale, scale);
      place.translate(x, 0);
      shape.append(glyph.outline().getPathIterator(place), false);
      x += glyph.advance();
    }
    return shape;
  }

  /** How many points follow a segment of that kind. */
  static int points(int kind) {
    return switch (kind) {
      case PathIterator.SEG_MOVETO, PathIterator.SEG_LINETO -> 1;
      case PathIterator.SEG_QUADTO -> 2;
      default -> 0;
    };
  }

  private static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  private Glyph glyph(int character) {
    Glyph known = byCharacter.get(character);
    return known != null ? known : Objects.requireNonNull(byCharacter.get(REPLACEMENT));
  }

  private static Glyphs read(String resource) {
    try (InputStream found = Glyphs.class.getResourceAsStream(resource);
        DataInputStream in =
            new DataInputStream(
                new GZIPInputStream(Objects.requireNonNull(found, resource), 1 << 16))) {
      int count = in.readUnsignedShort();
      Map<Integer, Glyph> glyphs = new HashMap<>();
      for (int i = 0; i < count; i++) {
        int character = in.readUnsignedShort();
        int advance = in.readUnsignedShort();
        glyphs.put(character, new Glyph(advance, readOutline(in)));
      }
      return new Glyphs(glyphs);
    } catch (IOException e) {
      throw new UncheckedIOException("The outlines of text cannot be read: " + resource, e);
    }
  }

  private static Path2D readOutline(DataInputStream in) throws IOException {
    Path2D outline = new Path2D.Float(Path2D.WIND_NON_ZERO);
    int[] points = new int[4];
    int x = 0;
    int y = 0;
    for (int kind = in.readByte(); kind != END; kind = in.readByte()) {
      for (int i = 0; i < points(kind) * 2; i += 2) {
        x += in.readShort();
        y += in.readShort();
        points[i] = x;
        points[i + 1] = y;
      }
      switch (kind) {
        case PathIterator.SEG_MOVETO -> outline.moveTo(points[0], points[1]);
        case PathIterator.SEG_LINETO -> outline.lineTo(points[0], points[1]);
        case PathIterator.SEG_QUADTO -> outline.quadTo(points[0], points[1], points[2], points[3]);
        default -> outline.closePath();
      }
    }
    return outline;
  }
}
