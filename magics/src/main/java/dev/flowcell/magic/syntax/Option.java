package dev.flowcell.magic.syntax;

import java.util.List;
import java.util.Locale;

/**
 * A word that a magic understands: the one place that parsing, help and completion read.
 *
 * @param name without dashes, such as {@code max-delay}
 * @param value what its value is called in the help, or empty for a flag
 * @param help what it does, in a few words
 * @param values what the value may be; empty: anything
 * @param repeatable whether it may be given more than once
 * @param available whether this version knows more of it than its name
 */
public record Option(
    String name,
    String value,
    String help,
    List<String> values,
    boolean repeatable,
    boolean available) {

  /** One with a value. */
  public static Option of(String name, String value, String help) {
    return new Option(name, value, help, List.of(), false, true);
  }

  /** One with a value that may be given more than once. */
  public static Option repeatable(String name, String value, String help) {
    return new Option(name, value, help, List.of(), true, true);
  }

  /** One whose value is one of these. */
  public static Option choice(String name, String value, String help, List<String> values) {
    return new Option(name, value, help, values, false, true);
  }

  /** One without a value. */
  public static Option flag(String name, String help) {
    return new Option(name, "", help, List.of(), false, true);
  }

  /** One that a later version will know. */
  static Option later(String name, String value, String help) {
    return new Option(name, value, help, List.of(), false, false);
  }

  /** Whether it takes no value. */
  public boolean isFlag() {
    return value.isEmpty();
  }

  /** Its name with dashes: one before a single letter. */
  String dashed() {
    return (name.length() == 1 ? "-" : "--") + name;
  }

  /** As a magic line writes it, such as {@code --retries N}. */
  public String written() {
    return dashed() + (isFlag() ? "" : " " + value);
  }

  /** As an annotation writes it, such as {@code maxDelay}. */
  public String attribute() {
    StringBuilder attribute = new StringBuilder();
    for (String part : name.split("-", -1)) {
      attribute.append(
          attribute.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return attribute.toString();
  }
}
