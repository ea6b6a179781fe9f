package dev.flowcell.kernel.java.assist;

import dev.flowcell.cell.Completion;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that a text in code may name, as it would be read: from the notebook's folder. */
final class FileNames {

  private static final int MOST = 100;

  private FileNames() {}

  /**
   * The names that the text can go on with.
   *
   * @param start where the text begins, behind its quotes
   */
  static Completion complete(String before, int start) {
    int name = Math.max(before.lastIndexOf('/') + 1, start);
    try {
      return new Completion(
          names(Path.of("").resolve(before.substring(start, name)), before.substring(name)),
          name,
          before.length());
    } catch (IOException | InvalidPathException e) {
      return Completion.none(before.length()); // it is no path, and need not be one
    }
  }

  private static List<String> names(Path folder, String beginning) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            folder.toAbsolutePath(), file -> isMeant(file.getFileName().toString(), beginning))) {
      for (Path file : files) {
        if (names.size() == MOST) {
          break;
        }
        names.add(file.getFileName() + (Files.isDirectory(file) ? "/" : ""));
      }
    }
    return names.stream().sorted().toList();
  }

  /** Hidden ones only where the dot is typed. */
  private static boolean isMeant(String name, String beginning) {
    return name.startsWith(beginning) && (!name.startsWith(".") || beginning.startsWith("."));
  }
}
