package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code %env}: the environment variables of the kernel. */
final class EnvMagic implements Magic {

  /** A listing stays in the saved notebook, so what looks like a secret is told by name only. */
  private static final Pattern SECRET = Pattern.compile("TOKEN|SECRET|PASSW|KEY|CREDENTIAL|AUTH");

  private static final List<Usage> USAGES =
      List.of(Usage.of("", "[NAME]", "one environment variable, or all"));

  private final Map<String, String> environment;

  EnvMagic(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "env";
  }

  @Override
  public String summary() {
    return "shows environment variables of the kernel";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public CellResult run(MagicCall call) {
    if (call.word().isEmpty()) {
      return call.text(Texts.columns(rows()));
    }
    Arguments.Given name = call.word().get();
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
