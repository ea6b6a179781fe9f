package dev.flowcell.library;

/** A Maven repository, beside those of the user's settings and Maven Central. */
public record Repository(String name, String url) {

  /** A repository that is named by its address alone. */
  public static Repository of(String url) {
    return new Repository(url.replaceAll("[^A-Za-z0-9.-]+", "-"), url);
  }
}
