package dev.flowcell.flow;

import dev.flowcell.cell.NearMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When a call of a task is given what an earlier one returned. The name of the task always has to
 * be the same, and so have the notebook's variables that its code reads, as far as they are
 * numbers, texts, enums and records of these.
 *
 * @param inputs whether the arguments have to be the same
 * @param source whether the source has to be: the task's own, and of all that it uses of the
 *     notebook
 * @param without parameters whose arguments do not count
 * @param expires how long a result is given; empty for ever
 * @param refresh whether this call runs all the same, and what it returns is given from now on
 */
public record CachePolicy(
    boolean inputs,
    boolean source,
    List<String> without,
    Optional<Duration> expires,
    boolean refresh) {

  private static final String INPUTS = "inputs";
  private static final String SOURCE = "source";

  /** A sign with the word behind it; a comma goes on as the sign before it began. */
  private static final Pattern TERM =
      Pattern.compile("\\s*([-+,]?)\\s*(?:\"([^\"]*)\"|'([^']*)'|([^-+,\\s\"']+))\\s*");

  /** What policies are mostly written as. */
  public static final List<String> WORDS = List.of(INPUTS, SOURCE, INPUTS + "+" + SOURCE);

  public CachePolicy {
    without = List.copyOf(without);
    if (!inputs && !source) {
      throw new IllegalArgumentException("a policy needs inputs, source or both");
    }
  }

  /**
   * Reads a policy such as {@code inputs}, {@code inputs+source} or {@code inputs - verbose}.
   *
   * @throws IllegalArgumentException when it is none; the message says what it could be
   */
  public static CachePolicy parse(String text) {
    List<String> with = new ArrayList<>();
    List<String> without = new ArrayList<>();
    List<String> last = with;
    int end = 0;
    for (MatchResult term : TERM.matcher(text).results().toList()) {
      String sign = term.group(1);
      if (term.start() != end || (sign.isEmpty() != (end == 0))) {
        throw unreadable(text);
      }
      last = sign.equals("-") ? without : sign.equals(",") && last == without ? without : with;
      last.add(
          Stream.of(term.group(2), term.group(3), term.group(4))
              .filter(word -> word != null)
              .collect(Collectors.joining()));
      end = term.end();
    }
    if (end != text.length() || with.isEmpty()) {
      throw unreadable(text);
    }
    for (String word : with) {
      if (!word.equals(INPUTS) && !word.equals(SOURCE)) {
        throw new IllegalArgumentException(
            "needs inputs, source or inputs+source, not '"
                + word
                + "'"
                + NearMatch.question(word, List.of(INPUTS, SOURCE), ""));
      }
    }
    if (!without.isEmpty() && !with.contains(INPUTS)) {
      throw new IllegalArgumentException("leaves out an input, but does not look at inputs");
    }
    return new CachePolicy(
        with.contains(INPUTS), with.contains(SOURCE), without, Optional.empty(), false);
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "needs a policy such as inputs, inputs+source or \"inputs - verbose\", not '" + text + "'");
  }

  /** The same for results of a limited age. */
  public CachePolicy expiresAfter(Duration age) {
    return new CachePolicy(inputs, source, without, Optional.of(age), refresh);
  }

  /** The same for a call that makes its result anew. */
  public CachePolicy refreshed() {
    return new CachePolicy(inputs, source, without, expires, true);
  }

  /** Whether a result of that time is too old now. */
  public boolean isExpired(Instant madeAt, Instant now) {
    return expires.isPresent() && Duration.between(madeAt, now).compareTo(expires.get()) > 0;
  }

  /**
   * Checks that what is left out are parameters.
   *
   * @throws IllegalArgumentException when one is not; the message names it
   */
  public void check(String task, List<Parameter> parameters) {
    List<String> names = parameters.stream().map(Parameter::name).toList();
    for (String name : without) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "leaves out '%s', but %s has no such parameter%s"
                .formatted(name, task, NearMatch.question(name, names, "")));
      }
    }
  }

  /** As a magic line takes it, without how long it holds. */
  @Override
  public String toString() {
    String with = inputs ? source ? INPUTS + "+" + SOURCE : INPUTS : SOURCE;
    return without.isEmpty() ? with : with + "-" + String.join(",", without);
  }
}
