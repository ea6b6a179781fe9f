package dev.flowcell.store.jdbc;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Locale;
import java.util.Optional;

/**
 * Rings when somebody writes into a file, by a thread that sleeps until then. Only where the
 * platform tells of each write at once, which is Linux: macOS has Java look by itself, and Windows
 * may wait until the file is closed.
 */
final class FileBell implements AutoCloseable {

  private static final boolean IS_TOLD =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");

  /** What is written so closely is told together. */
  private static final long PAUSE_MILLIS = 50;

  private final Path file;
  private final Runnable ring;
  private final WatchService watch;

  private FileBell(Path file, Runnable ring, WatchService watch) {
    this.file = file;
    this.ring = ring;
    this.watch = watch;
  }

  /**
   * A bell at a file, which need not be there yet, in a folder that is.
   *
   * @param ring run on the bell's thread, at once after a write and a little later; must not throw
   * @return empty where the platform does not tell
   */
  static Optional<FileBell> at(Path file, Runnable ring) {
    Path folder = file.toAbsolutePath().getParent();
    if (!IS_TOLD || folder == null) {
      return Optional.empty();
    }
    try {
      WatchService watch = folder.getFileSystem().newWatchService();
      FileBell bell = new FileBell(file, ring, watch);
      bell.hang(folder);
      return Optional.of(bell);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // a user may have so many watches and no more
    }
  }

  private void hang(Path folder) throws IOException {
    try {
      folder.register(
          watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    } catch (IOException e) {
      watch.close();
      throw e;
    }
    Thread thread = new Thread(null, this::listen, "flowcell-bell", 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    try {
      boolean isHanging = true;
      while (isHanging) {
        WatchKey key = watch.take();
        if (key.pollEvents().stream().anyMatch(this::isOfFile)) {
          ring.run();
          Thread.sleep(PAUSE_MILLIS);
          ring.run(); // a commit is seen by others a moment after it was written
        }
        isHanging = key.reset();
      }
    } catch (ClosedWatchServiceException e) {
      // nobody listens any more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  /** What overflows has no name, and may be of any file. */
  private boolean isOfFile(WatchEvent<?> event) {
    return event.kind() == StandardWatchEventKinds.OVERFLOW
        || file.getFileName().equals(event.context());
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (IOException e) {
      // it rings once more at most
    }
  }
}
