package dev.flowcell;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.Html;
import dev.flowcell.render.Markdown;
import dev.flowcell.render.PlainText;
import dev.flowcell.render.value.Images;
import dev.flowcell.run.Artifact;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Makes artifacts of values: a run keeps them, a cell outside of runs shows them. */
final class CellArtifacts {

  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G'};

  private final Session session;

  CellArtifacts(Session session) {
    this.session = session;
  }

  void table(String name, @Nullable Object table) {
    MimeBundle bundle = session.renderers().render(given("table", "a table", table));
    if (!(bundle.data().get(MimeBundle.HTML) instanceof String html)) {
      throw new IllegalArgumentException(
          "table takes a Tablesaw Table or something else with rows and columns, not "
              + nameOf(table));
    }
    add(
        Artifact.Kind.TABLE,
        name,
        Map.of(Artifact.HTML, html, Artifact.TEXT, bundle.text()),
        bundle);
  }

  void markdown(String name, @Nullable String text) {
    MimeBundle bundle = Markdown.render(given("markdown", "a text", text));
    add(
        Artifact.Kind.MARKDOWN,
        name,
        Map.of(
            Artifact.HTML,
            String.valueOf(bundle.data().get(MimeBundle.HTML)),
            Artifact.TEXT,
            bundle.text()),
        bundle);
  }

  void image(String name, @Nullable Object image) {
    MimeBundle bundle = picture(given("image", "a picture", image));
    String png = String.valueOf(bundle.data().get(MimeBundle.PNG));
    add(Artifact.Kind.IMAGE, name, Map.of(Artifact.PNG, png, Artifact.TEXT, bundle.text()), bundle);
  }

  void link(@Nullable String address, String words) {
    String safe = address(given("link", "an address", address));
    String shown = words.isBlank() ? safe : words;
    MimeBundle bundle =
        MimeBundle.html(
            "<a href=\"%s\">%s</a>".formatted(Html.attribute(safe), Html.text(shown)),
            shown.equals(safe) ? safe : shown + ": " + safe);
    add(Artifact.Kind.LINK, shown, Map.of(Artifact.ADDRESS, safe), bundle);
  }

  void progress(double part, String words) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException(
          "progress takes a part from 0 to 1, such as 0.4, not " + part);
    }
    if (!session.engine().progress(part, words)) {
      session.progress().take(part, words);
    }
  }

  private void add(
      Artifact.Kind kind, String name, Map<String, String> content, MimeBundle outside) {
    if (!session.engine().exhibit(kind, name, content)) {
      session.engine().output().display(outside, null);
    }
  }

  private static <T> T given(String function, String what, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(function + " needs " + what + ", not null");
    }
    return value;
  }

  private static String nameOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }

  // Pictures

  MimeBundle picture(Object image) {
    if (image instanceof byte[] bytes) {
      return Images.bundle(png(bytes, "these bytes"), "a picture");
    }
    if (image instanceof Path || image instanceof String) {
      Path file = Path.of(image.toString());
      return Images.bundle(png(bytes(file), file.toString()), file.getFileName() + "");
    }
    MimeBundle bundle = session.renderers().render(image);
    if (!bundle.data().containsKey(MimeBundle.PNG)) {
      throw new IllegalArgumentException(
          "image takes a chart, a BufferedImage, a file's path or its bytes, not " + nameOf(image));
    }
    return bundle;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("image: " + file.toAbsolutePath() + " can't be read", e);
    }
  }

  private static byte[] png(byte[] picture, String what) {
    if (Arrays.equals(picture, 0, Math.min(4, picture.length), PNG_SIGNATURE, 0, 4)) {
      return picture;
    }
    try {
      BufferedImage read = ImageIO.read(new ByteArrayInputStream(picture));
      if (read != null) {
        return Images.png(read);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "image: %s can't be read: %s".formatted(what, e.getMessage()), e);
    }
    throw new IllegalArgumentException("image: no PNG, JPEG, GIF or BMP is in " + what);
  }

  // Links

  private static String address(String given) {
    String scheme;
    try {
      scheme = new URI(given).getScheme();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("link: this is no address: " + e.getMessage(), e);
    }
    if (scheme != null && !isWeb(scheme.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "link takes an address of the web or a relative one, not '%s'"
              .formatted(PlainText.cut(given, 100)));
    }
    return given;
  }

  private static boolean isWeb(String scheme) {
    return scheme.equals("http") || scheme.equals("https");
  }
}
