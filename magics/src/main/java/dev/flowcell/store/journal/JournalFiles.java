package dev.flowcell.store.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of one journal: {@code ID.lock}, the lease, and {@code ID-N.journal}, its segments.
 *
 * @param folder its real path
 */
record JournalFiles(Path folder, String processId) {

  private static final String ID = "[A-Za-z0-9_-]{1,100}";
  private static final Pattern OURS =
      Pattern.compile("(?<id>" + ID + ")(\\.lock|-(?<number>\\d{1,9})\\.journal)");

  JournalFiles {
    if (!processId.matches(ID)) {
      throw new IllegalArgumentException(
          "a journal's id has letters, digits, hyphens and underscores only: " + processId);
    }
  }

  /** The journals in a folder, in the order of their ids. */
  static List<JournalFiles> in(Path folder) throws IOException {
    Path real = folder.toRealPath();
    return names(real).stream()
        .map(name -> name.group("id"))
        .distinct()
        .sorted()
        .map(id -> new JournalFiles(real, id))
        .toList();
  }

  /** The names of journals' files in a folder. */
  private static List<Matcher> names(Path folder) throws IOException {
    String[] names = folder.toFile().list();
    if (names == null) {
      throw new IOException(folder + " can't be listed");
    }
    return Arrays.stream(names)
        .map(OURS::matcher)
        .filter(Matcher::matches)
        .filter(name -> Files.isRegularFile(folder.resolve(name.group())))
        .toList();
  }

  /** The files of a journal to be, in a folder that is made where it is missing. */
  static JournalFiles create(Path folder, String processId) throws IOException {
    Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
    return new JournalFiles(folder.toRealPath(), processId);
  }

  Path lock() {
    return folder.resolve(processId + ".lock");
  }

  Path segment(int number) {
    return folder.resolve(processId + "-" + number + ".journal");
  }

  /** Makes a segment, empty, unless it is there. */
  Path createSegment(int number) throws IOException {
    Path file = segment(number);
    try {
      Files.createFile(file, ownerOnly(folder, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      // by a try that the disk refused half way
    }
    return file;
  }

  /** The numbers of its segments in order. */
  TreeSet<Integer> segments() throws IOException {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (Matcher name : names(folder)) {
      if (name.group("id").equals(processId) && name.group("number") != null) {
        numbers.add(Integer.valueOf(name.group("number")));
      }
    }
    return numbers;
  }

  /** The first segment behind another one. */
  OptionalInt segmentAfter(int number) throws IOException {
    Integer next = segments().higher(number);
    return next == null ? OptionalInt.empty() : OptionalInt.of(next);
  }

  void deleteSegments() throws IOException {
    for (int number : segments()) {
      Files.deleteIfExists(segment(number));
    }
  }

  static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
