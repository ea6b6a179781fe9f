package dev.flowcell.magic;

import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.UsageException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Files as magic lines name them: relative to the kernel's folder, {@code ~} is the user's. */
final class FilePattern {

  private static final int MOST_PROPOSED = 500;
  private static final Pattern WILD = Pattern.compile("[*?\\[{]");

  private FilePattern() {}

  /** A path, whether anything is there or not. */
  static Path path(Given given, String text) {
    try {
      boolean home = text.equals("~") || text.startsWith("~/");
      String whole = home ? System.getProperty("user.home") + text.substring(1) : text;
      return Path.of(whole).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw given.wrong("'" + text + "' is no file name: " + e.getReason());
    }
  }

  /** A file that is there. */
  static Path file(Given given) {
    Path file = path(given, given.text());
    if (!Files.isRegularFile(file)) {
      throw missing(given, file);
    }
    return file;
  }

  /** What is there under a name, or under the names that fit a pattern; never empty. */
  static List<Path> existing(Given given) {
    String text = given.text().replace('\\', '/');
    if (!WILD.matcher(text).find()) {
      Path path = path(given, given.text());
      if (!Files.exists(path)) {
        throw missing(given, path);
      }
      return List.of(path);
    }
    int slash = text.substring(0, firstWild(text)).lastIndexOf('/');
    Path folder = path(given, slash < 0 ? "" : text.substring(0, slash + 1));
    String pattern = text.substring(slash + 1);
    List<Path> found = matching(given, folder, pattern);
    if (found.isEmpty()) {
      throw given.wrong("no file fits '" + given.text() + "' (looked in " + folder + ")");
    }
    return found;
  }

  private static int firstWild(String text) {
    var wild = WILD.matcher(text);
    return wild.find() ? wild.start() : text.length();
  }

  private static List<Path> matching(Given given, Path folder, String pattern) {
    int depth = pattern.contains("**") ? Integer.MAX_VALUE : pattern.split("/", -1).length;
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder, depth)) {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      return all.filter(path -> matcher.matches(folder.relativize(path))).sorted().toList();
    } catch (PatternSyntaxException e) {
      throw given.wrong("'" + pattern + "' is no pattern: " + e.getDescription());
    } catch (IOException e) {
      throw given.wrong("'" + folder + "' can't be read: " + e.getMessage());
    }
  }

  /**
   * The files whose names begin so, folders with a slash behind; none that hide.
   *
   * @param quoted whether it is typed in quotes; without them a name has no blanks
   */
  static Stream<String> beginning(String typed, boolean quoted) {
    int slash = typed.lastIndexOf('/') + 1;
    String folder = typed.substring(0, slash);
    String name = typed.substring(slash);
    Given given = new Given("", folder, 0, 0);
    try (Stream<Path> files = Files.list(path(given, folder))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name))
          .filter(file -> !name.isEmpty() || !file.getFileName().toString().startsWith("."))
          .map(file -> folder + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
          .filter(file -> quoted || file.chars().noneMatch(Character::isWhitespace))
          .limit(MOST_PROPOSED)
          .toList()
          .stream();
    } catch (IOException | UsageException e) {
      return Stream.empty(); // there is no such folder
    }
  }

  static UsageException missing(Given given, Path path) {
    return given.wrong("there is no file '" + given.text() + "' (looked for " + path + ")");
  }
}
