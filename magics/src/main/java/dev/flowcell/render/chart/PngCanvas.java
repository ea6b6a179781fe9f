package dev.flowcell.render.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A picture of pixels, at twice its size so that it is sharp on any screen. Needs no display, no
 * font and no system library for them, and draws the same on every machine.
 */
final class PngCanvas implements Canvas {

  static final int DENSITY = 2;

  private final BufferedImage image;
  private final Graphics2D graphics;

  PngCanvas(int width, int height) {
    image = new BufferedImage(width * DENSITY, height * DENSITY, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(DENSITY, DENSITY);
  }

  @Override
  public void fill(Shape shape, Color color) {
    graphics.setColor(color);
    graphics.fill(shape);
  }

  @Override
  public void stroke(Shape shape, double width, Color color) {
    fill(Outline.of(shape, width), color);
  }

  @Override
  public void text(String text, double x, double y, Lettering lettering) {
    Glyphs glyphs = lettering.bold() ? Glyphs.bold() : Glyphs.regular();
    double back =
        switch (lettering.anchor()) {
          case START -> 0;
          case MIDDLE -> -lettering.width(text) / 2;
          case END -> -lettering.width(text);
        };
    AffineTransform place = AffineTransform.getTranslateInstance(x, y);
    place.rotate(-Math.toRadians(lettering.angle()));
    place.translate(back, 0);
    Path2D shape = glyphs.shape(text, lettering.size());
    shape.transform(place);
    fill(shape, lettering.color());
  }

  @Override
  public void clip(@Nullable Shape shape) {
    graphics.setClip(shape);
  }

  @Override
  public void unclip() {
    clip(null);
  }

  /** The picture; the canvas is closed by it. */
  byte[] png() {
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("The picture could not be encoded", e);
    }
    return bytes.toByteArray();
  }
}
