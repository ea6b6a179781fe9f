package dev.flowcell.magic.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One way to use a magic.
 *
 * @param verb the word it begins with, or empty
 * @param arguments the words without a name that may follow, such as {@code [RUN]}; empty for none
 * @param summary what it does, in a few words
 * @param options the words with a name that may follow
 * @param available whether this version knows more of it than its name
 */
public record Usage(
    String verb, String arguments, String summary, List<Option> options, boolean available) {

  /** Stands last among the arguments for any number of words such as {@code year=2026}. */
  public static final String NAMED = "[NAME=VALUE]…";

  /** Takes a copy of the options. */
  public Usage {
    options = List.copyOf(options);
  }

  /** A way that this version knows. */
  public static Usage of(String verb, String arguments, String summary, Option... options) {
    return new Usage(verb, arguments, summary, List.of(options), true);
  }

  int maxArguments() {
    boolean anyNumber = arguments.replace(NAMED, "").stripTrailing().endsWith("…");
    return anyNumber ? Integer.MAX_VALUE : fixedArguments();
  }

  private int fixedArguments() {
    return (int)
        Arrays.stream(arguments.split(" ", -1))
            .filter(word -> !word.isEmpty() && !word.equals(NAMED))
            .count();
  }

  /** Whether names of the user's own may follow, each with a value. */
  public boolean takesNamed() {
    return arguments.endsWith(NAMED);
  }

  Optional<Option> option(String name) {
    return options.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  /** The names of the options that this version knows. */
  public List<String> optionNames() {
    return options.stream().filter(Option::available).map(Option::name).toList();
  }

  /** What there is, as one line below an error. */
  String hint() {
    if (options.isEmpty()) {
      return "";
    }
    String written =
        options.stream()
            .filter(Option::available)
            .map(Option::written)
            .collect(Collectors.joining(", ", "Options: ", ""));
    return takesNamed() ? written + "; without dashes: NAME=VALUE" : written;
  }
}
