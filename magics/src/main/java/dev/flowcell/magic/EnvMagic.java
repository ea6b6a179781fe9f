package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.Usage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

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
              "[NAME] [VALUE] [NAME=VALUE]…",
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
    List<Arguments.Given> words = call.arguments().words();
    call.arguments().named().forEach(each -> environment.put(each.label(), each.text()));
    if (words.isEmpty()) {
      return call.arguments().named().isEmpty()
          ? call.text(Texts.columns(rows()))
          : new CellResult.Done();
    }
    Arguments.Given name = words.get(0);
    if (words.size() > 1) {
      environment.put(name.text(), words.get(1).text());
      return new CellResult.Done();
    }
    String value = environment.get(name.text());
    if (value == null) {
      throw name.wrong("there is no environment variable '" + name.text() + "'");
    }
    return call.value(value);
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
