package dev.flowcell.kernel.app;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The jar that this program runs from. */
final class OwnJar {

  private OwnJar() {}

  /** The jar; empty where the program runs from folders of classes, as tests do. */
  static Optional<Path> find() {
    try {
      Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Optional.of(jar).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
