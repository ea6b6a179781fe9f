package dev.flowcell.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write or to fold a journal: a lock on its file, which the operating system takes
 * back when the process ends. Thread-safe.
 */
final class Lease implements Closeable {

  /**
   * The leases of this process. The operating system drops a process's lock on a file when the
   * process closes any of its descriptors of that file, so that nobody here may open it again.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private Lease(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lease of a new journal; nobody sees its file without the lock. */
  static Lease create(Path file) throws IOException {
    if (Files.exists(file) || !HELD.add(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      FileChannel channel = open(fresh);
      try {
        if (channel.tryLock() == null) {
          throw new FileAlreadyExistsException(fresh.toString());
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return new Lease(file, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        Files.deleteIfExists(fresh);
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      HELD.remove(file);
      throw e;
    }
  }

  /** Takes the lease of a journal unless somebody has it. */
  static Optional<Lease> take(Path file) throws IOException {
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      FileChannel channel = open(file);
      try {
        FileLock lock = channel.tryLock();
        // whoever had it may have deleted the file between the two lines above
        taken = lock != null && Files.exists(file);
        return taken ? Optional.of(new Lease(file, channel)) : Optional.empty();
      } finally {
        if (!taken) {
          channel.close();
        }
      }
    } finally {
      if (!taken) {
        HELD.remove(file);
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        JournalFiles.ownerOnly(file, "rw-------"));
  }

  /**
   * Sets the file's time to now, by the clock that files have. Not by {@code Files}, which opens
   * and closes the file for it, and the lock were gone.
   */
  void beat() {
    file.toFile().setLastModified(System.currentTimeMillis());
  }

  /** Deletes the file while the lock is still held. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
