package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code %help}: what magics there are, and how one is used. */
final class HelpMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(Usage.of("", "[MAGIC]", "what magics there are, or how one is used"));

  @Override
  public String name() {
    return "help";
  }

  @Override
  public String summary() {
    return "tells what magics there are, or how one is used";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public CellResult run(MagicCall call) {
    return call.text(
        call.word().map(word -> of(find(word, call.magics()))).orElseGet(() -> all(call.magics())));
  }

  private static Magic find(Arguments.Given word, StandardMagics magics) {
    String name = word.text().replaceFirst("^%%?", "");
    return magics
        .find(name)
        .orElseThrow(
            () ->
                word.wrong(
                    "there is no magic '"
                        + name
                        + "'"
                        + NearMatch.question(name, magics.names(), "")));
  }

  static String all(StandardMagics magics) {
    return "Magics of this notebook\n"
        + Texts.columns(
            magics.all().stream().map(magic -> List.of(written(magic), magic.summary())).toList())
        + "\nEach tells more: %help task, or %task --help.";
  }

  /** How a magic is used: its ways, options and an example. */
  static String of(Magic magic) {
    StringBuilder help = new StringBuilder(written(magic) + ": " + magic.summary());
    for (Usage usage : magic.usages()) {
      if (!usage.available()) {
        continue;
      }
      help.append("\n\n").append(line(magic, usage)).append("\n    ").append(usage.summary());
      List<List<String>> options = new ArrayList<>();
      for (Option option : usage.options()) {
        if (option.available()) {
          options.add(List.of(option.written(), option.help()));
        }
      }
      if (!options.isEmpty()) {
        help.append('\n').append(Texts.columns(options));
      }
    }
    List<String> later = new ArrayList<>();
    for (Usage usage : magic.usages()) {
      if (!usage.available()) {
        later.add("%" + magic.name() + " " + usage.verb());
      }
      usage.options().stream()
          .filter(option -> !option.available())
          .forEach(option -> later.add("--" + option.name()));
    }
    if (!later.isEmpty()) {
      help.append("\n\nNot available in this version: ").append(String.join(", ", later));
    }
    if (!magic.example().isEmpty()) {
      help.append("\n\nExample\n").append(magic.example().indent(4).stripTrailing());
    }
    return help.toString();
  }

  private static String line(Magic magic, Usage usage) {
    String arguments = (usage.verb() + " " + usage.arguments()).strip();
    String options = usage.options().isEmpty() ? "" : " [OPTIONS]";
    String sign = magic.isLineMagic() ? "%" : "%%";
    return (sign + magic.name() + " " + arguments).strip() + options;
  }

  private static String written(Magic magic) {
    return Stream.of(
            magic.isLineMagic() ? "%" + magic.name() : "",
            magic.isCellMagic() ? "%%" + magic.name() : "")
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
