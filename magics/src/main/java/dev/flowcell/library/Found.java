package dev.flowcell.library;

import java.util.List;

/**
 * What a search has found.
 *
 * @param added what is to become visible to the cells
 * @param staying what is visible already in another version, which stays
 * @param present how many are visible already, as they were asked for
 */
public record Found(List<Library> added, List<Staying> staying, int present) {

  public Found {
    added = List.copyOf(added);
    staying = List.copyOf(staying);
  }

  /**
   * A library of which the cells see another version.
   *
   * @param asked the one that was asked for
   * @param version the one that stays; empty where it is not known
   * @param shipped whether it is Flowcell's own, else one that a cell has added
   * @param missed whether anybody may miss the other one: it was asked for by name, or is newer
   */
  public record Staying(Library asked, String version, boolean shipped, boolean missed) {}
}
