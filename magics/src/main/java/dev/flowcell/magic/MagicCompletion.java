package dev.flowcell.magic;

import dev.flowcell.cell.Completion;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.engine.Definitions;
import dev.flowcell.flow.Definition;
import dev.flowcell.magic.syntax.CellScanner;
import dev.flowcell.magic.syntax.CellScanner.MagicLine;
import dev.flowcell.magic.syntax.CellScanner.Scan;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Completes magic lines and tells of the magic at the cursor. Thread-safe. */
final class MagicCompletion {

  /** A last word whose quote is not closed yet. */
  private static final Pattern OPEN_QUOTE =
      Pattern.compile("(?<before>(?:[^\"']++|\"[^\"]*\"|'[^']*')*)(?<=\\s)[\"'](?<typed>[^\"']*)");

  private final StandardMagics magics;
  private final CellScanner scanner;
  private final Definitions definitions;

  MagicCompletion(StandardMagics magics, CellScanner scanner, Definitions definitions) {
    this.magics = magics;
    this.scanner = scanner;
    this.definitions = definitions;
  }

  /** The Java of a cell; of a magic line that takes Java, what it takes. */
  String javaOf(String code) {
    Scan scan = scanner.scan(code);
    char[] java = code.toCharArray();
    for (MagicLine line : scan.magics()) {
      boolean takesJava = magics.find(line.name()).filter(Magic::takesJava).isPresent();
      Scan.blank(java, line.percent(), takesJava ? line.rest() : line.stop());
    }
    return new String(java);
  }

  /** Empty where the cursor is not in a magic line. */
  Optional<Completion> complete(String code, int cursor) {
    Scan scan = scanner.scan(code);
    Optional<Integer> percent =
        scan.values().stream()
            .filter(value -> value.percent() < cursor && cursor <= value.end())
            .map(CellScanner.MagicValue::percent)
            .findFirst();
    int lineStart = lineStart(code, cursor);
    String line = code.substring(percent.orElse(lineStart), cursor).stripLeading();
    boolean open = percent.isPresent() || scan.isOpenLine(lineStart);
    if (!line.startsWith("%") || !open) {
      return Optional.empty();
    }
    String signs = line.startsWith("%%") ? "%%" : "%";
    String words = line.substring(signs.length());
    if (words.chars().noneMatch(Character::isWhitespace)) {
      Stream<String> names =
          magics.all().stream()
              .filter(signs.equals("%") ? Magic::isLineMagic : Magic::isCellMagic)
              .map(magic -> signs + magic.name());
      return Optional.of(matching(names, line, cursor));
    }
    Optional<Magic> magic = magics.find(words.split("\\s", 2)[0]);
    if (magic.isEmpty()) {
      return Optional.of(Completion.none(cursor));
    }
    if (magic.get().takesJava()) {
      return Optional.empty();
    }
    Matcher quote = OPEN_QUOTE.matcher(words);
    boolean quoted = quote.matches();
    String[] parts = (quoted ? quote.group("before") : words).split("\\s+", -1);
    if (quoted) {
      parts[parts.length - 1] = quote.group("typed");
    }
    return Optional.of(complete(magic.get(), parts, quoted, cursor));
  }

  /** The last of the words, of which the first is the magic's name, is what is being typed. */
  private Completion complete(Magic magic, String[] words, boolean quoted, int cursor) {
    String typed = words[words.length - 1];
    String previous = words[words.length - 2];
    Optional<Usage> verb =
        magic.usages().stream()
            .filter(usage -> !usage.verb().isEmpty() && words.length > 2)
            .filter(usage -> usage.verb().equals(words[1]))
            .findFirst();
    Usage usage = verb.orElse(magic.usages().get(0));
    Optional<Option> option =
        usage.options().stream()
            .filter(one -> previous.equals("--" + one.name()) && !one.isFlag())
            .findFirst();
    if (option.isPresent()) {
      return matching(values(option.get()), typed, cursor);
    }
    if (typed.startsWith("-")) {
      Stream<String> options =
          Stream.concat(usage.optionNames().stream(), Stream.of("help")).map(name -> "--" + name);
      return matching(options, typed, cursor);
    }
    Stream<String> verbs =
        words.length > 2
            ? Stream.empty()
            : magic.usages().stream()
                .filter(one -> one.available() && !one.verb().isEmpty())
                .map(Usage::verb);
    List<String> before = List.of(words).subList(verb.isPresent() ? 2 : 1, words.length - 1);
    Stream<String> files =
        namesFiles(usage, before) ? FilePattern.beginning(typed, quoted) : Stream.empty();
    return matching(
        Stream.of(verbs, names(magic, usage, before), files).flatMap(each -> each), typed, cursor);
  }

  private Stream<String> values(Option option) {
    return switch (option.value()) {
      case "TASK" -> tasks();
      case "TASK:N", "TASK:D" -> tasks().map(task -> task + ":");
      default -> option.values().stream();
    };
  }

  /** What the words of a usage that are no options may be, behind those before. */
  private Stream<String> names(Magic magic, Usage usage, List<String> before) {
    if (usage.verb().isEmpty()) {
      return magic instanceof HelpMagic ? magics.names().stream() : Stream.empty();
    }
    if (!before.isEmpty()) {
      return usage.takesNamed() ? parameters(before.get(0)) : Stream.empty();
    }
    return switch (usage.arguments().split(" ", 2)[0]) {
      case "NAME" -> tasks();
      case "FLOW", "[FLOW]", "[RUN]" -> definitions.flows().stream().map(Definition::name);
      default -> Stream.empty();
    };
  }

  private static boolean namesFiles(Usage usage, List<String> before) {
    String first = usage.arguments().replaceAll("[\\[\\]]", "").split(" ", 2)[0];
    return first.equals("PATH…")
        || (first.equals("FILE") && before.stream().allMatch(word -> word.startsWith("-")));
  }

  private Stream<String> tasks() {
    return definitions.tasks().stream().map(Definition::name);
  }

  private Stream<String> parameters(String flow) {
    return definitions.flow(flow).stream()
        .flatMap(each -> each.parameters().stream())
        .map(parameter -> parameter.name() + "=");
  }

  private static Completion matching(Stream<String> candidates, String typed, int cursor) {
    List<String> matches =
        candidates.filter(one -> one.startsWith(typed)).distinct().sorted().toList();
    return new Completion(matches, cursor - typed.length(), cursor);
  }

  /** The help of the magic in whose line the cursor stands. */
  Optional<MimeBundle> inspect(String code, int cursor) {
    return scanner.scan(code).magics().stream()
        .filter(line -> line.percent() <= cursor && cursor <= line.end())
        .findFirst()
        .filter(line -> cursor <= line.rest() || !takesJava(line))
        .flatMap(line -> magics.find(line.name()))
        .map(magic -> MimeBundle.text(HelpMagic.of(magic)));
  }

  private boolean takesJava(MagicLine line) {
    return magics.find(line.name()).filter(Magic::takesJava).isPresent();
  }

  private static int lineStart(String code, int cursor) {
    int start = cursor;
    while (start > 0 && !CellScanner.isLineEnd(code.charAt(start - 1))) {
      start--;
    }
    return start;
  }
}
