package dev.flowcell.render.value;

import dev.flowcell.cell.MimeBundle;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures in memory, as a notebook shows them. Thread-safe. */
public final class Images {

  private Images() {}

  /** The picture with its size in words. */
  public static MimeBundle bundle(RenderedImage image) {
    return bundle(
        png(image), "a picture of %d × %d".formatted(image.getWidth(), image.getHeight()));
  }

  /** A picture that is PNG already, with words for those who cannot see it. */
  public static MimeBundle bundle(byte[] png, String words) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(MimeBundle.PNG, Base64.getEncoder().encodeToString(png));
    data.put(MimeBundle.TEXT, words);
    return new MimeBundle(data, Map.of());
  }

  /**
   * The picture as PNG.
   *
   * @throws IllegalArgumentException if PNG has no place for its colours
   */
  public static byte[] png(RenderedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IllegalArgumentException("image: a picture of this kind can't be kept as PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("image: the picture can't be encoded", e);
    }
    return bytes.toByteArray();
  }
}
