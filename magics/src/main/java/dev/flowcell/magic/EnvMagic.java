package dev.flowcell.magic;

import static java.util.stream.Collectors.joining;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Usage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code %env}: the environment variables of the kernel. A process cannot change its own, so those
 * that are set here are for scripts of the cells.
 */
final class EnvMagic implements Magic {

  /** A listing stays in the saved notebook, so what looks like a secret is told by name only. */
  private static final Pattern SECRET = Pattern.compile("TOKEN|SECRET|PASSW|KEY|CREDENTIAL|AUTH");

  private static final List<Usage> USAGES =
      List.of(
          Usage.of(
              "",
              "[NAME] [VALUE]… [NAME=VALUE]…",
              "one environment variable, or all; with a VALUE, what scripts of the cells and %env"
                  + " find from now on"));

  private final Map<String, String> environment;

  /** Reads and writes that environment. */
  EnvMagic(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "env";
  }

  @Override
  public String summary() {
    return "shows environment variables, or sets them for scripts";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public CellResult run(MagicCall call) {
    List<Given> words = inOrder(call.arguments());
    if (words.isEmpty()) {
      return call.text(Texts.columns(rows()));
    }
    Given first = words.get(0);
    if (isNamed(first)) {
      set(words);
      return new CellResult.Done();
    }
    if (words.size() > 1) {
      environment.put(
          first.text(), words.stream().skip(1).map(EnvMagic::written).collect(joining(" ")));
      return new CellResult.Done();
    }
    return call.value(get(first));
  }

  private static List<Given> inOrder(Arguments arguments) {
    return Stream.concat(arguments.words().stream(), arguments.named().stream())
        .sorted(Comparator.comparingInt(Given::start))
        .toList();
  }

  private static boolean isNamed(Given word) {
    return !word.label().isEmpty();
  }

  private static String written(Given word) {
    return isNamed(word) ? word.label() + "=" + word.text() : word.text();
  }

  /** A word without a name goes on with the value before it. */
  private void set(List<Given> words) {
    String name = "";
    for (Given word : words) {
      if (isNamed(word)) {
        name = word.label();
        environment.put(name, word.text());
      } else {
        environment.merge(name, word.text(), (value, more) -> value + " " + more);
      }
    }
  }

  private String get(Given name) {
    String value = environment.get(name.text());
    if (value == null) {
      String near = NearMatch.question(name.text(), environment.keySet(), "");
      throw name.wrong("there is no environment variable '" + name.text() + "'" + near);
    }
    return value;
  }

  private List<List<String>> rows() {
    return new TreeMap<>(environment)
        .entrySet().stream()
            .map(
                one ->
                    List.of(
                        one.getKey(),
                        SECRET.matcher(one.getKey().toUpperCase(Locale.ROOT)).find()
                            ? "(not shown; %env " + one.getKey() + " shows it)"
                            : one.getValue()))
            .toList();
  }
}
