package dev.flowcell.render.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/** Writes a picture in the format that its file's name asks for. */
final class PictureFile {

  private PictureFile() {}

  static void write(String file, Supplier<byte[]> png, Supplier<String> svg) {
    try {
      write(Path.of(file), png, svg);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "'" + file + "' cannot be the name of a file: " + e.getReason(), e);
    }
  }

  static void write(Path file, Supplier<byte[]> png, Supplier<String> svg) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    byte[] picture;
    if (name.endsWith(".png")) {
      picture = png.get();
    } else if (name.endsWith(".svg")) {
      picture = svg.get().getBytes(StandardCharsets.UTF_8);
    } else {
      throw new IllegalArgumentException(
          "Cannot tell the picture's format from '"
              + file
              + "': give it a name that ends in .png or .svg");
    }
    try {
      Files.write(file, picture);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot write the picture '" + file + "': " + advice(file.toAbsolutePath(), e), e);
    }
  }

  private static String advice(Path file, IOException problem) {
    Path folder = file.getParent();
    if (Files.isDirectory(file)) {
      return "it is a folder; give the name of a file in it";
    }
    if (folder != null && !Files.isDirectory(folder)) {
      return "the folder '" + folder + "' does not exist; make it first or choose another";
    }
    if (problem instanceof AccessDeniedException) {
      return "you may not write there; choose another folder or change its permissions";
    }
    return String.valueOf(problem.getMessage());
  }
}
