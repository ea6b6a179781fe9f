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
 * Files named by the digest of what is in them, {@code ab/abcdef…}, for their owner only. A file is
 * there as a whole or not at all, and its time of modification is its last use. Thread-safe;
 * several processes may use one folder.
 *
 * <p>Streams, no channels: the interrupt of a thread closes the channel it uses.
 */
final class ResultFolder {

  private static final String TEMPORARY = ".tmp";

  /** A file that has not been finished for so long never will be. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  /** Swept down to this part of the limit, there is room for a while. */
  private static final double SWEPT = 0.9;

  /** When this part of the limit is written, it is time to count what other processes wrote. */
  private static final double RECOUNT = 1.0 / 16;

  private final Path folder;
  private final long limit;
  private final Executor background;

  private final AtomicBoolean sweeping = new AtomicBoolean();

  /** The bytes of all files at the last sweep. */
  private volatile long counted;

  /** The bytes written here since then; a lot before the first one. */
  private final AtomicLong written;

  /**
   * @param limit how many bytes the files may have together
   * @param background for the sweeps
   */
  ResultFolder(Path folder, long limit, Executor background) {
    this.folder = folder;
    this.limit = limit;
    this.background = background;
    written = new AtomicLong(limit);
  }

  /** Keeps the bytes; a file that is there already counts as used now. */
  void write(String digest, byte[] bytes) throws IOException {
    File file = file(digest);
    if (file.length() != bytes.length || !touch(file)) {
      create(file, bytes);
      sweepWhenDue(bytes.length);
    }
  }

  private void create(File file, byte[] bytes) throws IOException {
    Files.createDirectories(folder.resolve(file.getName().substring(0, 2)), ownerOnly());
    Path temporary = Files.createTempFile(folder, "", TEMPORARY);
    try {
      try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
        out.write(bytes);
      }
      Files.move(temporary, file.toPath(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * The bytes of a file, which is used by that.
   *
   * @throws IOException when it is gone or can't be read
   */
  byte[] read(String digest) throws IOException {
    File file = file(digest);
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readAllBytes();
      touch(file);
      return bytes;
    }
  }

  /** Deletes a file that is of no use. */
  void delete(String digest) {
    var unused = file(digest).delete();
  }

  /** Says so only where it could. */
  private static boolean touch(File file) {
    return file.setLastModified(System.currentTimeMillis());
  }

  private File file(String digest) {
    return folder.resolve(digest.substring(0, 2)).resolve(digest).toFile();
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
    boolean due = since > RECOUNT * limit || counted + since > limit;
    if (due && sweeping.compareAndSet(false, true)) {
      background.execute(this::sweep);
    }
  }

  private void sweep() {
    try {
      written.set(0);
      List<Kept> files = files();
      long size = files.stream().mapToLong(Kept::size).sum();
      counted = size > limit ? evict(files, size) : size;
    } catch (IOException | DirectoryIteratorException e) {
      // the next sweep finds what this one missed
    } finally {
      sweeping.set(false);
    }
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
