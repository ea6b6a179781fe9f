package dev.flowcell.kernel.java.assist;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a signature names, as JShell writes it: {@code int Dog.bark(int times)}, {@code
 * Dog.name:String}.
 *
 * @param path the package, the types around and the name
 * @param parameters the names of what a method takes; empty where it is none
 */
record Signature(List<String> path, Optional<List<String>> parameters) {

  private static final Pattern TYPE_ARGUMENTS = Pattern.compile("<[^<>]*>");

  private static final Pattern ANNOTATION = Pattern.compile("@[\\w.]+\\s+");

  /** Of a record in front of its member: {@code Dot(int x).x()}. */
  private static final Pattern HEADER = Pattern.compile("(?<=[\\w>])\\([^()]*\\)(?=\\.\\w)");

  /** A bound that says nothing. */
  private static final Pattern BOUND =
      Pattern.compile("(?<!\\?) extends (?:java\\.lang\\.)?Object(?=[,>])");

  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?:.*\\s)?(?<path>[\\w.]+)(?:\\((?<parameters>.*)\\))?(?::.*)?",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** The text without what newer versions of Java add: annotations, parts of records, bounds. */
  static String plain(String text) {
    String unbound = BOUND.matcher(ANNOTATION.matcher(text).replaceAll("")).replaceAll("");
    return HEADER.matcher(unbound).replaceAll("");
  }

  static Optional<Signature> of(String text) {
    Matcher matcher = SIGNATURE.matcher(withoutTypeArguments(text));
    return matcher.matches()
        ? Optional.of(
            new Signature(
                List.of(matcher.group("path").split("\\.")),
                Optional.ofNullable(matcher.group("parameters")).map(Signature::names)))
        : Optional.empty();
  }

  static String withoutTypeArguments(String text) {
    String outer = TYPE_ARGUMENTS.matcher(text).replaceAll("");
    return outer.equals(text) ? text : withoutTypeArguments(outer);
  }

  private static List<String> names(String parameters) {
    return parameters.isBlank()
        ? List.of()
        : Arrays.stream(parameters.split(","))
            .map(parameter -> parameter.strip().replaceFirst("^.*\\s", ""))
            .toList();
  }
}
