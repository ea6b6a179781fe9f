package dev.flowcell.render.chart;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.PathIterator;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the outlines that {@link Glyphs} draws text with, from a TrueType font. Run it by hand,
 * with the font's file and the resource to write, when characters are to be added:
 *
 * <pre>
 * java -cp magics/target/test-classes:magics/target/classes dev.flowcell.render.chart.MakeGlyphs \
 *     DejaVuSans.ttf magics/src/main/resources/dev/flowcell/render/chart/glyphs.gz
 * </pre>
 */
final class MakeGlyphs {

  private static final List<int[]> RANGES =
      List.of(
          new int[] {0x20, 0x7e}, // ASCII
          new int[] {0xa0, 0x17f}, // Latin-1, Latin Extended-A
          new int[] {0x18f, 0x18f}, // and the letters of B that languages are written with
          new int[] {0x192, 0x192},
          new int[] {0x1cd, 0x1dc},
          new int[] {0x1e6, 0x1e7},
          new int[] {0x1fa, 0x1ff},
          new int[] {0x218, 0x21b},
          new int[] {0x259, 0x259},
          new int[] {0x2c6, 0x2dd}, // accents that stand alone
          new int[] {0x370, 0x3ff}, // Greek
          new int[] {0x400, 0x45f}, // Cyrillic
          new int[] {0x490, 0x4ff},
          new int[] {0x1e80, 0x1e85}, // Latin Extended Additional: Welsh, German, Vietnamese
          new int[] {0x1e9e, 0x1ef9},
          new int[] {0x2010, 0x2027}, // punctuation
          new int[] {0x2030, 0x205e},
          new int[] {0x2070, 0x209c}, // superscripts and subscripts
          new int[] {0x20a0, 0x20bf}, // currencies
          new int[] {0x2102, 0x2126}, // letter-like signs
          new int[] {0x2150, 0x215e}, // fractions
          new int[] {0x2190, 0x2199}, // arrows
          new int[] {0x21d0, 0x21d5},
          new int[] {0x2200, 0x228b}, // mathematics
          new int[] {0x22c0, 0x22c6},
          new int[] {0x25a0, 0x25cf}, // shapes
          new int[] {0x2605, 0x2606},
          new int[] {0x2640, 0x2642},
          new int[] {0x2713, 0x2718},
          new int[] {0xfffd, 0xfffd});

  private MakeGlyphs() {}

  public static void main(String[] args) throws IOException, FontFormatException {
    Font font =
        Font.createFont(Font.TRUETYPE_FONT, Path.of(args[0]).toFile())
            .deriveFont((float) Glyphs.UNITS);
    int[] characters =
        RANGES.stream()
            .flatMapToInt(range -> IntStream.rangeClosed(range[0], range[1]))
            .filter(font::canDisplay)
            .toArray();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(best(bytes))) {
      out.writeShort(characters.length);
      for (int character : characters) {
        write(character, font, out);
      }
    }
    Files.write(Path.of(args[1]), bytes.toByteArray());
  }

  private static GZIPOutputStream best(OutputStream out) throws IOException {
    return new GZIPOutputStream(out) {
      {
        def.setLevel(Deflater.BEST_COMPRESSION);
      }
    };
  }

  private static void write(int character, Font font, DataOutputStream out) throws IOException {
    FontRenderContext exact = new FontRenderContext(null, true, true);
    GlyphVector glyph = font.createGlyphVector(exact, Character.toString(character));
    out.writeShort(character);
    out.writeShort(Math.round(glyph.getGlyphMetrics(0).getAdvance()));
    float[] points = new float[6];
    int x = 0;
    int y = 0;
    for (PathIterator path = glyph.getOutline().getPathIterator(null);
        !path.isDone();
        path.next()) {
      int kind = path.currentSegment(points);
      out.writeByte(kind);
      int coordinates = Glyphs.points(kind) * 2;
      for (int i = 0; i < coordinates; i += 2) {
        out.writeShort(Math.round(points[i]) - x);
        out.writeShort(Math.round(points[i + 1]) - y);
        x = Math.round(points[i]);
        y = Math.round(points[i + 1]);
      }
    }
    out.writeByte(Glyphs.END);
  }
}
