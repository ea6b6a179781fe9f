package dev.flowcell.magic.syntax;

import com.google.common.collect.Maps;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.flow.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the words of a magic line, or the attributes of an annotation, say. Every reader throws
 * {@link UsageException} with the place of a word that does not fit.
 */
public final class Arguments {

  private static final Pattern OPTION_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  private final List<Given> words;
  private final List<Given> named;
  private final Map<String, List<Given>> options;

  private Arguments(List<Given> words, List<Given> named, Map<String, List<Given>> options) {
    this.words = List.copyOf(words);
    this.named = List.copyOf(named);
    this.options = Map.copyOf(options);
  }

  /**
   * A word or value and its place in the cell.
   *
   * @param label the option as it was written, for messages; empty for a word without a name
   */
  public record Given(String label, String text, int start, int end) {

    /** What is wrong with it, for the error of its cell. */
    public UsageException wrong(String what) {
      return new UsageException(label.isEmpty() ? what : label + " " + what, start, end);
    }
  }

  /** Reads the words of a magic line. */
  public static Arguments of(List<Word> line, Usage usage) {
    return of(line, usage, List.of());
  }

  /**
   * Reads the words of a magic line.
   *
   * @param verbs what the first word may have been meant for
   */
  public static Arguments of(List<Word> line, Usage usage, List<String> verbs) {
    List<Given> words = new ArrayList<>();
    List<Given> named = new ArrayList<>();
    Map<String, List<Given>> options = new LinkedHashMap<>();
    for (int i = 0; i < line.size(); i++) {
      Word word = line.get(i);
      boolean dashes = word.plain() && word.text().startsWith("-");
      if (!dashes && word.equals() > 0 && usage.takesNamed()) {
        String own = word.text().substring(0, word.equals());
        String value = word.text().substring(word.equals() + 1);
        named.add(new Given(own, value, word.start(), word.end()));
        continue;
      }
      String name = nameOf(word);
      if (!dashes && name.isEmpty()) {
        words.add(new Given("", word.text(), word.start(), word.end()));
        continue;
      }
      int nameEnd = word.equals() < 0 ? word.end() : word.start() + word.equals();
      Option option = find(usage, name, dashes, word, nameEnd);
      String label = option.dashed();
      Given given;
      if (option.isFlag() || word.equals() >= 0) {
        String value = option.isFlag() ? "true" : word.text().substring(word.equals() + 1);
        given = new Given(label, value, word.start(), word.end());
      } else if (i + 1 < line.size() && !isOption(line.get(i + 1))) {
        Word value = line.get(++i);
        given = new Given(label, value.text(), value.start(), value.end());
      } else {
        throw new UsageException(
            label + " needs a value: " + option.written(), word.start(), word.end());
      }
      List<Given> all = options.computeIfAbsent(option.name(), first -> new ArrayList<>());
      all.add(given);
      if (all.size() > 1 && !option.repeatable()) {
        throw new UsageException(label + " is given twice", word.start(), word.end());
      }
    }
    if (words.size() > usage.maxArguments()) {
      Given extra = words.get(usage.maxArguments());
      String near =
          NearMatch.of(extra.text(), verbs)
              .map(verb -> ", did you mean " + verb + "?")
              .orElseGet(() -> NearMatch.question(extra.text(), usage.optionNames(), "--"));
      throw new UsageException(
          "unexpected word '" + extra.text() + "'" + near,
          extra.start(),
          extra.end(),
          usage.hint());
    }
    return new Arguments(words, named, options);
  }

  /** Takes what an annotation's attributes said, by option name. */
  public static Arguments of(Map<String, Given> attributes) {
    return new Arguments(List.of(), List.of(), Maps.transformValues(attributes, List::of));
  }

  private static String nameOf(Word word) {
    if (!word.plain()) {
      return "";
    }
    String name = word.equals() < 0 ? word.text() : word.text().substring(0, word.equals());
    if (name.startsWith("-")) {
      return name.substring(name.startsWith("--") ? 2 : 1);
    }
    return word.equals() > 0 && OPTION_NAME.matcher(name).matches() ? name : "";
  }

  private static boolean isOption(Word word) {
    return word.plain() && word.text().startsWith("--");
  }

  private static Option find(Usage usage, String name, boolean dashes, Word word, int nameEnd) {
    Optional<Option> found = usage.option(name);
    if (found.isEmpty()) {
      String near = NearMatch.question(name, usage.optionNames(), dashes ? "--" : "");
      String shown = dashes ? word.text().split("=", 2)[0] : name;
      throw new UsageException(
          "unknown option " + shown + near, word.start(), nameEnd, usage.hint());
    }
    if (!found.get().available()) {
      throw notAvailable("--" + name, word.start(), nameEnd);
    }
    return found.get();
  }

  /** A word that a later version will know. */
  public static UsageException notAvailable(String what, int start, int end) {
    return new UsageException(what + " is not available in this version", start, end);
  }

  /** The words without a name, in order. */
  public List<Given> words() {
    return words;
  }

  /** The words with a name that is no option's, each with that name as its label, in order. */
  public List<Given> named() {
    return named;
  }

  /** Whether the option is given. */
  public boolean has(String option) {
    return options.containsKey(option);
  }

  /** The option as it was given first. */
  public Optional<Given> given(String option) {
    return all(option).stream().findFirst();
  }

  /** Each time that it was given, in order. */
  public List<Given> all(String option) {
    return options.getOrDefault(option, List.of());
  }

  /** What an option says. */
  public Optional<String> text(String option) {
    return given(option).map(Given::text);
  }

  /** A whole number of at least so much. */
  public Optional<Integer> count(String option, int least) {
    return given(option)
        .map(
            given -> {
              try {
                int count = Integer.parseInt(given.text());
                if (count >= least && count < Integer.MAX_VALUE) {
                  return count;
                }
              } catch (NumberFormatException e) {
                // said below
              }
              throw given.wrong(
                  "needs a whole number of " + least + " or more, not '" + given.text() + "'");
            });
  }

  /** A decimal number that fits; {@code range} says in words which ones do. */
  public Optional<Double> number(String option, Predicate<Double> fits, String range) {
    return given(option)
        .map(
            given -> {
              try {
                double number = Double.parseDouble(given.text());
                if (fits.test(number)) {
                  return number;
                }
              } catch (NumberFormatException e) {
                // said below
              }
              throw given.wrong("needs a number " + range + ", not '" + given.text() + "'");
            });
  }

  /** A duration, such as {@code 3s}. */
  public Optional<Duration> duration(String option) {
    return given(option).map(given -> duration(given, given.text()));
  }

  /** Durations with commas between them; empty where none are given. */
  public List<Duration> durations(String option) {
    return given(option)
        .map(given -> parts(given).stream().map(part -> duration(given, part)).toList())
        .orElse(List.of());
  }

  /** Texts with commas between them; empty where none are given. */
  public List<String> list(String option) {
    return given(option).map(Arguments::parts).orElse(List.of());
  }

  /** One of some values, in small or capital letters. */
  public <E extends Enum<E>> Optional<E> choice(String option, E[] values) {
    return given(option)
        .map(
            given ->
                Arrays.stream(values)
                    .filter(value -> value.name().equalsIgnoreCase(given.text()))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            given.wrong(
                                "must be one of "
                                    + Arrays.stream(values)
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", "))
                                    + ", not '"
                                    + given.text()
                                    + "'")));
  }

  private static List<String> parts(Given given) {
    List<String> parts = Arrays.stream(given.text().split(",", -1)).map(String::strip).toList();
    if (parts.contains("")) {
      throw given.wrong("has an empty place in its list '" + given.text() + "'");
    }
    return parts;
  }

  /** A duration within what was given. */
  public static Duration duration(Given given, String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw given.wrong(String.valueOf(e.getMessage()));
    }
  }
}
