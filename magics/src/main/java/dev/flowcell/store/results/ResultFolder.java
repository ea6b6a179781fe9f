package dev.flowcell.store.results;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files named by the digest of what is in them, {@code ab/abcdef…}, and in {@code keys} files named
 * by what they are found by, all for their owner only. A file is there as a whole or not at all,
 * and its time of modification is its last use. Thread-safe; several processes may use one folder.
 *
 * <p>Streams, no channels: the interrupt of a thread closes the channel it uses.
 */
final class ResultFolder {

  private static final String TEMPORARY = ".tmp";
  private static final String KEYS = "keys";

  /** A file that has not been finished for so long never will be. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  /** Swept down to this part of the limit, there is room for a while. */
  private static final double SWEPT = 0.9;

  /** When this part of the limit is written, it is time to count what other processes wrote. */
  private static final double RECOUNT = 1.0 / 16;

  /** So often it is time to look what has become too old. */
  private static final Duration BETWEEN_LOOKS = Duration.ofDays(1);

  private final Path folder;
  private final long limit;
  private final Duration maxAge;
  private final Executor background;

  private final AtomicBoolean sweeping = new AtomicBoolean();

  /** The bytes of all files at the last sweep. */
  private volatile long counted;

  private volatile long sweptAt = System.currentTimeMillis();

  /** The bytes written here since then; a lot before the first one. */
  private final AtomicLong written;

  /**
   * @param limit how many bytes the files may have together
   * @param maxAge files that nobody has used for longer go
   * @param background for the sweeps
   */
  ResultFolder(Path folder, long limit, Duration maxAge, Executor background) {
    this.folder = folder;
    this.limit = limit;
    this.maxAge = maxAge;
    this.background = background;
    written = new AtomicLong(limit);
  }

  /** Keeps the bytes; a file that is there already counts as used now. */
  void write(String digest, byte[] bytes) throws IOException {
    File file = file(digest);
    if (file.length() != bytes.length || !touch(file)) {
      create(file, bytes);
    }
  }

  /** Keeps the bytes under a key, in the place of those that were. */
  void writeKey(String key, byte[] bytes) throws IOException {
    create(keyFile(key), bytes);
  }

  private void create(File file, byte[] bytes) throws IOException {
    Files.createDirectories(file.toPath().getParent(), ownerOnly());
    Path temporary = Files.createTempFile(folder, "", TEMPORARY);
    try {
      try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
        out.write(bytes);
      }
      Files.move(temporary, file.toPath(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sweepWhenDue(bytes.length);
  }

  /**
   * The bytes of a file, which is used by that.
   *
   * @throws IOException when it is gone or can't be read
   */
  byte[] read(String digest) throws IOException {
    return read(file(digest));
  }

  /**
   * The same for the bytes under a key.
   *
   * @throws IOException when there are none or they can't be read
   */
  byte[] readKey(String key) throws IOException {
    return read(keyFile(key));
  }

  private static byte[] read(File file) throws IOException {
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readAllBytes();
      var unused = touch(file);
      return bytes;
    }
  }

  /** All keys that there is something under. */
  List<String> keys() {
    String[] keys = folder.resolve(KEYS).toFile().list();
    return keys == null ? List.of() : List.of(keys);
  }

  /** Deletes what is under a key, and says whether there was something. */
  boolean deleteKey(String key) {
    return keyFile(key).delete();
  }

  /** Deletes a file that is of no use, and says how many bytes it had. */
  long delete(String digest) {
    File file = file(digest);
    long size = file.length();
    return file.delete() ? size : 0;
  }

  /** Says so only where it could. */
  private static boolean touch(File file) {
    return file.setLastModified(System.currentTimeMillis());
  }

  private File file(String digest) {
    return folder.resolve(digest.substring(0, 2)).resolve(digest).toFile();
  }

  private File keyFile(String key) {
    return folder.resolve(KEYS).resolve(key).toFile();
  }

  private FileAttribute<?>[] ownerOnly() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private void sweepWhenDue(long justWritten) {
    long since = written.addAndGet(justWritten);
    boolean due =
        since > RECOUNT * limit
            || counted + since > limit
            || System.currentTimeMillis() - sweptAt > BETWEEN_LOOKS.toMillis();
    if (due && sweeping.compareAndSet(false, true)) {
      background.execute(this::sweep);
    }
  }

  private void sweep() {
    try {
      written.set(0);
      sweptAt = System.currentTimeMillis();
      List<Kept> files = files();
      deleteUnused(files);
      long size = files.stream().mapToLong(Kept::size).sum();
      counted = size > limit ? evict(files, size) : size;
    } catch (IOException | DirectoryIteratorException e) {
      // the next sweep finds what this one missed
    } finally {
      sweeping.set(false);
    }
  }

  /** Deletes those that nobody has used for too long. */
  private void deleteUnused(List<Kept> files) {
    long oldest = System.currentTimeMillis() - maxAge.toMillis();
    files.removeIf(file -> file.lastUsed < oldest && file.file.delete());
  }

  /** Deletes those that were not used for the longest time, and says what is left. */
  private long evict(List<Kept> files, long size) {
    long left = size;
    files.sort(Comparator.comparingLong(Kept::lastUsed));
    for (Kept file : files) {
      if (left <= SWEPT * limit) {
        break;
      }
      if (file.file.delete()) {
        left -= file.size;
      }
    }
    return left;
  }

  private List<Kept> files() throws IOException {
    List<Kept> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          addFiles(entry, files);
        } else if (entry.toString().endsWith(TEMPORARY) && isAbandoned(entry.toFile())) {
          Files.deleteIfExists(entry);
        }
      }
    }
    return files;
  }

  private static void addFiles(Path below, List<Kept> files) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(below)) {
      for (Path entry : entries) {
        try {
          BasicFileAttributes is = Files.readAttributes(entry, BasicFileAttributes.class);
          files.add(new Kept(entry.toFile(), is.size(), is.lastModifiedTime().toMillis()));
        } catch (NoSuchFileException e) {
          // another process has just swept it away
        }
      }
    }
  }

  private static boolean isAbandoned(File file) {
    return System.currentTimeMillis() - file.lastModified() > ABANDONED.toMillis();
  }

  private record Kept(File file, long size, long lastUsed) {}
}
