package dev.flowcell.secret;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Secrets in a file of properties, a line {@code NAME=value} each, or in a folder that has a file
 * for each, as containers mount them. It is read anew each time: a changed secret counts at once.
 */
record FileSecrets(Path place) implements SecretSource {

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  @Override
  public Optional<String> find(String name) {
    try {
      if (Files.isDirectory(place)) {
        return inFolder(name);
      }
      return Files.exists(place) ? inFile(name) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new SecretException(
          "the secrets in %s can't be read: %s".formatted(place, e.getMessage()), e);
    }
  }

  /** A mounted folder has the rights that its container gives; only the file is the user's own. */
  private Optional<String> inFolder(String name) throws IOException {
    Path file = place.resolve(name);
    return Files.isRegularFile(file)
        ? Optional.of(withoutLineEnd(Files.readString(file)))
        : Optional.empty();
  }

  private Optional<String> inFile(String name) throws IOException {
    refuseToShare();
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(place)) {
      properties.load(reader);
    }
    return Optional.ofNullable(properties.getProperty(name));
  }

  private void refuseToShare() throws IOException {
    if (!place.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> shared = Files.getPosixFilePermissions(place);
    shared.retainAll(OTHERS);
    if (!shared.isEmpty()) {
      throw new SecretException(
          "other users can read %s, so its secrets are not used: chmod 600 %s"
              .formatted(place, place));
    }
  }

  private static String withoutLineEnd(String text) {
    return text.replaceFirst("\\r?\\n$", "");
  }

  @Override
  public String describe() {
    return "in " + place;
  }
}
