package dev.flowcell.render.chart;

import dev.flowcell.render.Html;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** A picture as SVG text; its letters stay text, in the viewer's own font. */
final class SvgCanvas implements Canvas {

  private final StringBuilder out = new StringBuilder();
  private int clips;

  SvgCanvas(int width, int height, String title, String description) {
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%1$d\" height=\"%2$d\""
                + " viewBox=\"0 0 %1$d %2$d\" font-family=\"DejaVu Sans, Verdana, sans-serif\">%n",
            width,
            height));
    out.append("<title>").append(Html.text(title)).append("</title>\n");
    out.append("<desc>").append(Html.text(description)).append("</desc>\n");
    out.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
  }

  @Override
  public void fill(Shape shape, Color color) {
    path(shape).append(" fill=\"").append(Colors.hex(color)).append('"');
    opacity("fill-opacity", color);
    out.append("/>\n");
  }

  @Override
  public void stroke(Shape shape, double width, Color color) {
    path(shape).append(" fill=\"none\" stroke=\"").append(Colors.hex(color));
    out.append("\" stroke-width=\"").append(number(width)).append('"');
    opacity("stroke-opacity", color);
    out.append("/>\n");
  }

  @Override
  public void text(String text, double x, double y, Lettering lettering) {
    out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
    out.append("\" font-size=\"").append(number(lettering.size()));
    out.append("\" fill=\"").append(Colors.hex(lettering.color()));
    out.append("\" text-anchor=\"").append(lettering.anchor().name().toLowerCase(Locale.ROOT));
    out.append('"');
    if (lettering.bold()) {
      out.append(" font-weight=\"bold\"");
    }
    if (lettering.angle() != 0) {
      out.append(" transform=\"rotate(").append(number(-lettering.angle())).append(' ');
      out.append(number(x)).append(' ').append(number(y)).append(")\"");
    }
    out.append('>').append(Html.text(text)).append("</text>\n");
  }

  @Override
  public void clip(Shape shape) {
    clips++;
    out.append("<clipPath id=\"clip").append(clips).append("\">");
    path(shape).append("/></clipPath>\n<g clip-path=\"url(#clip").append(clips).append(")\">\n");
  }

  @Override
  public void unclip() {
    out.append("</g>\n");
  }

  String svg() {
    return out + "</svg>\n";
  }

  private StringBuilder path(Shape shape) {
    out.append("<path d=\"");
    double[] at = new double[6];
    for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
      int kind = path.currentSegment(at);
      out.append("MLQCZ".charAt(kind));
      int points =
          switch (kind) {
            case PathIterator.SEG_CLOSE -> 0;
            case PathIterator.SEG_QUADTO -> 2;
            case PathIterator.SEG_CUBICTO -> 3;
            default -> 1;
          };
      for (int i = 0; i < points * 2; i++) {
        out.append(i == 0 ? "" : " ").append(number(at[i]));
      }
    }
    return out.append('"');
  }

  private void opacity(String attribute, Color color) {
    if (color.getAlpha() < 255) {
      out.append(' ').append(attribute).append("=\"");
      out.append(number(color.getAlpha() / 255.0)).append('"');
    }
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value)
        .setScale(2, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }
}
