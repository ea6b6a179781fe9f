package dev.flowcell.magic;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Usage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** {@code %image}: a picture from a file or from the web. */
final class ImageMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(Usage.of("", "FILE", "shows the picture in a file, or at an address of the web"));

  @Override
  public String name() {
    return "image";
  }

  @Override
  public String summary() {
    return "shows a picture from a file or from the web";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public CellResult run(MagicCall call) {
    Given name = call.word().orElseThrow(() -> call.wrong("%image needs a FILE"));
    return call.value(call.context().evaluator().callUserCode(() -> picture(name)));
  }

  private static BufferedImage picture(Given name) {
    boolean web = name.text().matches("https?://.*");
    try {
      URL url = web ? new URL(name.text()) : FilePattern.file(name).toUri().toURL();
      return Optional.ofNullable(ImageIO.read(url))
          .orElseThrow(() -> name.wrong("'" + name.text() + "' is no picture that Java can read"));
    } catch (IOException e) {
      throw new CellErrorException(
          CellError.of("ImageError", name.text() + " can't be read: " + e.getMessage()));
    }
  }
}
