package dev.flowcell.library;

import java.nio.file.Path;

/**
 * A library that was found.
 *
 * @param file its jar in the local repository
 */
public record Library(String group, String name, String version, Path file) {

  /** As a cell asks for it. */
  public String coordinates() {
    return String.join(":", group, name, version);
  }

  /** As a sentence names it. */
  @Override
  public String toString() {
    return name + " " + version;
  }
}
