package dev.flowcell.library;

import java.util.Set;

/**
 * Which dependencies of a POM count.
 *
 * @param types such as {@code jar}; empty for all
 * @param classifiers such as {@code sources}; empty for all
 */
public record PomFilter(Set<String> types, Set<String> classifiers) {

  /** All of them. */
  public static final PomFilter ALL = new PomFilter(Set.of(), Set.of());

  public PomFilter {
    types = Set.copyOf(types);
    classifiers = Set.copyOf(classifiers);
  }

  boolean takes(String type, String classifier) {
    return (types.isEmpty() || types.contains(type))
        && (classifiers.isEmpty() || classifiers.contains(classifier));
  }
}
