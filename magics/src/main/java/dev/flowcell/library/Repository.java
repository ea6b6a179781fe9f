package dev.flowcell.library;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** A Maven repository, beside those of the user's settings and Maven Central. */
public record Repository(String name, String url) {

  private static final Pattern USER = Pattern.compile("(?<=://)[^/@]*@");

  /** A repository that is named by its address alone. */
  public static Repository of(String url) {
    return new Repository(withoutUser(url).replaceAll("[^A-Za-z0-9.-]+", "-"), url);
  }

  /** Its address without the user and password that may stand in it. */
  public String address() {
    return withoutUser(url);
  }

  /** The user and password that stand in its address, decoded, with a colon between them. */
  Optional<String> user() {
    return address().equals(url)
        ? Optional.empty()
        : Optional.ofNullable(URI.create(url).getUserInfo());
  }

  private static String withoutUser(String url) {
    return USER.matcher(url).replaceFirst("");
  }
}
