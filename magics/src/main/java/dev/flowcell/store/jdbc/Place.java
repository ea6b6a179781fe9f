package dev.flowcell.store.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a process is.
 *
 * @param host the machine's name, or empty
 * @param boot what the machine calls the time since it was started, or empty
 * @param pid the process among those of its machine
 * @param journal the folder of its journal
 */
record Place(String host, String boot, long pid, Path journal) {

  /** Where this process is. Not quick: asks the system. */
  static Place here(Path journal) {
    return new Place(
        machine(),
        firstLine("/proc/sys/kernel/random/boot_id"),
        ProcessHandle.current().pid(),
        journal.toAbsolutePath());
  }

  /** Not by the network where it can be had without: names take seconds where DNS is down. */
  private static String machine() {
    String name = firstLine("/proc/sys/kernel/hostname");
    if (!name.isEmpty()) {
      return name;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  private static String firstLine(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
