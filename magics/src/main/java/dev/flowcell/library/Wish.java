package dev.flowcell.library;

import java.util.List;
import java.util.Set;

/**
 * What is asked for.
 *
 * @param coordinates each as {@code group:artifact:version}, with {@code packaging} or {@code
 *     packaging:classifier} before the version
 * @param excluded what is left out wherever it is needed, each as {@code group:artifact}, with
 *     {@code *} for any
 * @param scopes of what the libraries themselves need
 * @param repositories asked beside the known ones, this time only
 * @param offline whether the local repository alone is asked
 */
public record Wish(
    List<String> coordinates,
    List<String> excluded,
    Set<String> scopes,
    List<Repository> repositories,
    boolean offline) {

  /** What a running program needs. */
  public static final Set<String> RUNNING = Set.of("compile", "runtime");

  public Wish {
    coordinates = List.copyOf(coordinates);
    excluded = List.copyOf(excluded);
    scopes = Set.copyOf(scopes);
    repositories = List.copyOf(repositories);
  }

  boolean names(Library library) {
    return coordinates.stream()
        .anyMatch(each -> each.startsWith(library.group() + ":" + library.name() + ":"));
  }
}
