package dev.flowcell.magic;

import dev.flowcell.cell.NearMatch;
import dev.flowcell.engine.Definitions;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.Task;
import dev.flowcell.magic.CellPlan.Declared;
import dev.flowcell.magic.CellPlan.Step;
import dev.flowcell.magic.CellPlan.UseMagic;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.CellScanner.Item;
import dev.flowcell.magic.syntax.CellScanner.MagicLine;
import dev.flowcell.magic.syntax.CellScanner.Scan;
import dev.flowcell.magic.syntax.Interpolation;
import dev.flowcell.magic.syntax.JavaMember;
import dev.flowcell.magic.syntax.JavaReader;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.magic.syntax.UsageException;
import dev.flowcell.magic.syntax.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** Reads what the magics and annotations of one cell ask for. For one cell and one thread. */
final class CellPlanner {

  /** Text without this has no annotation of ours; most cells are spared the parser by it. */
  private static final Pattern ANNOTATION = Pattern.compile("@[\\w.\\s]*?\\b(Task|Flow)\\b");

  private final StandardMagics magics;
  private final Definitions definitions;
  private final JavaReader reader;
  private final Scan scan;
  private final int cell;
  private final ExceptionNames exceptions;

  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, Declared> declared = new TreeMap<>();
  private final Map<Integer, JavaMember> read = new LinkedHashMap<>();
  private int javaFrom;

  CellPlanner(
      StandardMagics magics,
      Definitions definitions,
      JavaReader reader,
      Scan scan,
      int cell,
      ExceptionNames exceptions) {
    this.magics = magics;
    this.definitions = definitions;
    this.reader = reader;
    this.scan = scan;
    this.cell = cell;
    this.exceptions = exceptions;
  }

  /** The plan; throws {@link UsageException} for a magic or annotation that makes no sense. */
  CellPlan plan() {
    if (ANNOTATION.matcher(scan.text()).find()) {
      methods(0, end()).forEach(this::declareAnnotated);
    }
    UseMagic whole = null;
    for (int i = 0; i < scan.magics().size(); i++) {
      MagicLine line = scan.magics().get(i);
      int next = i + 1 < scan.magics().size() ? scan.magics().get(i + 1).start() : end();
      if (isInterpolated(line)) {
        javaUntil(line.start());
        steps.add(new CellPlan.RunInterpolated(line));
        javaFrom = line.stop();
        continue;
      }
      UseMagic use = use(line, i == 0);
      if (line.cell() && !use.magic().declares()) {
        whole = use;
      } else if (!declares(use)) {
        javaUntil(line.start());
        steps.add(use);
        javaFrom = line.end();
      } else if (line.cell()) {
        declareWholeCell(use);
      } else {
        declareBelow(use, next);
      }
    }
    javaUntil(end());
    return new CellPlan(steps, whole);
  }

  private int end() {
    return scan.text().length();
  }

  private void javaUntil(int to) {
    if (scan.hasCode(javaFrom, to)) {
      int from = javaFrom;
      noticeOrdinaryMethods(from, to);
      List<Declared> here =
          declared.values().stream()
              .filter(one -> one.item().start() >= from && one.item().start() < to)
              .toList();
      steps.add(new CellPlan.EvaluateJava(from, to, here));
    }
    javaFrom = to;
  }

  /** A declaration is read before anything runs, and what a shell or Java takes is theirs. */
  private boolean isInterpolated(MagicLine line) {
    String first = scan.text().substring(line.rest(), line.end()).strip().split("\\s", 2)[0];
    boolean theirs =
        magics
            .find(line.name())
            .filter(
                magic ->
                    magic.takesJava()
                        || magic.takesLine()
                        || (magic.declares() && verb(magic, first).isEmpty()))
            .isPresent();
    return !theirs && Interpolation.isIn(scan.text(), line.percent(), line.end());
  }

  // What a line asks for

  private UseMagic use(MagicLine line, boolean first) {
    Magic magic = magics.find(line.name()).orElseThrow(() -> unknown(line));
    if (line.cell()) {
      if (!magic.isCellMagic()) {
        throw new UsageException(
            "there is no %%" + magic.name() + ", write %" + magic.name(),
            line.percent(),
            line.rest());
      }
      if (!first || scan.hasCode(0, line.start())) {
        throw new UsageException(
            line.written()
                + " must be the first line of its cell"
                + (magic.declares() ? "; above a method write %" + magic.name() : ""),
            line.percent(),
            line.rest());
      }
    }
    String said = scan.text().substring(line.rest(), line.end()).strip();
    boolean asksHelp = said.equals("--help") || said.equals("-h");
    if (!line.cell() && !magic.isLineMagic() && !asksHelp) {
      throw new UsageException(
          "%s stands over a whole cell: write %%%s as its first line"
              .formatted(line.written(), line.written()),
          line.percent(),
          line.rest());
    }
    if (magic.takesJava() || magic.takesLine()) {
      return asksHelp ? help(magic, line) : new UseMagic(magic, line, "", Arguments.of(Map.of()));
    }
    List<Word> words = Word.of(scan.text(), line.rest(), line.end());
    if (asksHelp || words.stream().anyMatch(word -> word.plain() && word.text().equals("--help"))) {
      return help(magic, line);
    }
    Optional<Usage> verb =
        words.stream().findFirst().filter(Word::plain).flatMap(word -> verb(magic, word.text()));
    if (verb.isEmpty()) {
      return new UseMagic(magic, line, "", Arguments.of(words, usage(magic, words), verbs(magic)));
    }
    Word word = words.get(0);
    if (!verb.get().available()) {
      throw Arguments.notAvailable(
          "%" + magic.name() + " " + word.text(), word.start(), word.end());
    }
    List<Word> rest = words.subList(1, words.size());
    return new UseMagic(magic, line, word.text(), Arguments.of(rest, verb.get()));
  }

  private UseMagic help(Magic asked, MagicLine line) {
    Magic help = magics.find("help").orElseThrow();
    Word name = new Word(asked.name(), line.percent(), line.rest(), -1, true);
    return new UseMagic(help, line, "", Arguments.of(List.of(name), help.usages().get(0)));
  }

  private static Optional<Usage> verb(Magic magic, String word) {
    return magic.usages().stream()
        .filter(usage -> !usage.verb().isEmpty() && usage.verb().equals(word))
        .findFirst();
  }

  private static List<String> verbs(Magic magic) {
    return magic.usages().stream()
        .filter(usage -> usage.available() && !usage.verb().isEmpty())
        .map(Usage::verb)
        .toList();
  }

  /** The usage without a verb; a magic that has none is told what its verbs are. */
  private static Usage usage(Magic magic, List<Word> words) {
    return magic.usages().stream()
        .filter(usage -> usage.verb().isEmpty())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(magic.name() + " without usage " + words));
  }

  private UsageException unknown(MagicLine line) {
    String near = NearMatch.question(line.name(), magics.names(), line.cell() ? "%%" : "%");
    String hint = magics.names().stream().map(name -> "%" + name).collect(Collectors.joining(", "));
    return new UsageException(
        "unknown magic " + line.written() + near, line.percent(), line.rest(), "Magics: " + hint);
  }

  private static boolean declares(UseMagic use) {
    return use.magic().declares() && use.verb().isEmpty();
  }

  // What is declared

  private void declareBelow(UseMagic use, int next) {
    Optional<Item> below = scan.items(use.line().end(), next).stream().findFirst();
    if (below.isEmpty()) {
      throw nothingBelow(use);
    }
    JavaMember member = read(below.get());
    if (member instanceof JavaMember.Method method) {
      declare(below.get(), method, use);
    } else if (member instanceof JavaMember.Type type) {
      throw wrong(use, "below it stands the type " + type.name());
    } else if (member instanceof JavaMember.Statement) {
      javaUntil(use.line().start());
      steps.add(
          new CellPlan.RunCellBody(
              definition(use, cellName(use), use.line().end(), next), use.line().end(), next));
      javaFrom = next;
    }
  }

  private void declareWholeCell(UseMagic use) {
    List<Item> all = scan.items(use.line().end(), end());
    if (all.isEmpty()) {
      throw nothingBelow(use);
    }
    if (all.stream().anyMatch(item -> read(item) instanceof JavaMember.BrokenMethod)) {
      return;
    }
    List<Item> methods = all.stream().filter(item -> isMethod(item)).toList();
    if (methods.isEmpty()) {
      if (scan.magics().size() > 1) {
        MagicLine other = scan.magics().get(1);
        throw new UsageException(
            other.written() + " cannot stand in the statements of " + use.line().written(),
            other.percent(),
            other.rest());
      }
      Definition definition = definition(use, cellName(use), use.line().end(), end());
      steps.add(new CellPlan.RunCellBody(definition, use.line().end(), end()));
      javaFrom = end();
      return;
    }
    Optional<Arguments.Given> name = name(use);
    if (methods.size() > 1 && name.isPresent()) {
      throw name.get()
          .wrong(
              "'"
                  + name.get().text()
                  + "' is one name for "
                  + methods.size()
                  + " methods; leave it out");
    }
    for (Item item : methods) {
      if (!declared.containsKey(item.start()) && !hasLineOfItsOwn(item)) {
        declare(item, (JavaMember.Method) read(item), use);
      }
    }
  }

  /** Whether a magic line further down the cell declares the method. */
  private boolean hasLineOfItsOwn(Item item) {
    return scan.magics().stream()
        .skip(1)
        .filter(line -> magics.find(line.name()).filter(Magic::declares).isPresent())
        .map(line -> scan.firstCode(line.end(), end()))
        .anyMatch(first -> first.isPresent() && first.get() == item.start());
  }

  private void declareAnnotated(Item item, JavaMember.Method method) {
    for (JavaMember.Annotation annotation : method.annotations()) {
      boolean task = annotation.name().equals("Task");
      Arguments arguments = arguments(annotation);
      String name = arguments.given("name").map(this::shownName).orElse(method.name());
      put(
          item,
          method,
          definition(
              task, name, method.parameters(), source(item.start(), item.end(), method), arguments),
          annotation.start(),
          annotation.end());
    }
  }

  private void declare(Item item, JavaMember.Method method, UseMagic use) {
    String name = name(use).map(this::shownName).orElse(method.name());
    int from = use.line().cell() ? item.start() : use.line().end();
    put(
        item,
        method,
        definition(
            isTask(use),
            name,
            method.parameters(),
            source(from, item.end(), method),
            use.arguments()),
        use.line().percent(),
        use.line().rest());
  }

  private void put(Item item, JavaMember.Method method, Definition definition, int start, int end) {
    if (declared.put(item.start(), new Declared(item, method, definition)) != null) {
      throw new UsageException(
          "the method " + method.name() + " is declared twice: say %task, @Task or @Flow once",
          start,
          end);
    }
  }

  private Definition definition(UseMagic use, String name, int from, int to) {
    use.arguments()
        .given("cache")
        .ifPresent(
            given -> {
              throw given.wrong(
                  "cannot be had for the statements of "
                      + name
                      + ": without them its variables would be missing; make it a method");
            });
    return definition(
        isTask(use), name, List.of(), scan.java().substring(from, to).strip(), use.arguments());
  }

  private Definition definition(
      boolean task, String name, List<Parameter> parameters, String source, Arguments arguments) {
    return task
        ? new Task(
            name,
            parameters,
            source,
            cell,
            DeclarationOptions.task(name, parameters, arguments, exceptions))
        : new Flow(name, parameters, source, cell, DeclarationOptions.flow(arguments, exceptions));
  }

  private static boolean isTask(UseMagic use) {
    return use.magic() instanceof TaskMagic;
  }

  /** The source as plain Java: without magic lines and our annotations. */
  private String source(int from, int to, JavaMember.Method method) {
    char[] java = scan.java().toCharArray();
    for (JavaMember.Annotation annotation : method.annotations()) {
      Scan.blank(java, annotation.start(), annotation.end());
    }
    return new String(java, from, to - from).strip();
  }

  private static Arguments arguments(JavaMember.Annotation annotation) {
    Usage usage =
        annotation.name().equals("Task") ? DeclarationOptions.TASK : DeclarationOptions.FLOW;
    Map<String, Option> known =
        usage.options().stream().collect(Collectors.toMap(Option::attribute, Function.identity()));
    List<String> names =
        usage.options().stream().filter(Option::available).map(Option::attribute).toList();
    Map<String, Arguments.Given> given = new LinkedHashMap<>();
    for (JavaMember.Attribute attribute : annotation.attributes()) {
      String name = attribute.name().equals("value") ? "name" : attribute.name();
      Option option = known.get(name);
      if (option == null) {
        throw new UsageException(
            "unknown attribute '"
                + name
                + "'"
                + NearMatch.of(name, names)
                    .map(near -> ", did you mean '" + near + "'?")
                    .orElse(""),
            attribute.start(),
            attribute.end(),
            "Attributes: " + String.join(", ", names));
      }
      if (!option.available()) {
        throw Arguments.notAvailable(name, attribute.start(), attribute.end());
      }
      given.put(
          option.name(),
          new Arguments.Given(
              name, attribute.value(), attribute.valueStart(), attribute.valueEnd()));
    }
    return Arguments.of(given);
  }

  private static Optional<Arguments.Given> name(UseMagic use) {
    Optional<Arguments.Given> word = use.arguments().words().stream().findFirst();
    Optional<Arguments.Given> option = use.arguments().given("name");
    if (word.isPresent() && option.isPresent()) {
      throw option.get().wrong("and '" + word.get().text() + "' are two names, give one");
    }
    return word.or(
        () ->
            option.map(given -> new Arguments.Given("", given.text(), given.start(), given.end())));
  }

  private String shownName(Arguments.Given name) {
    if (name.text().isBlank()) {
      throw name.wrong("the name is empty");
    }
    return name.text();
  }

  /** The name of a cell task, which is also what it is called by. */
  private String cellName(UseMagic use) {
    String written = use.line().written();
    Arguments.Given name =
        name(use)
            .orElseThrow(
                () -> wrong(use, "over statements it needs a NAME (" + written + " NAME)"));
    if (!SourceVersion.isIdentifier(name.text()) || SourceVersion.isKeyword(name.text())) {
      throw name.wrong(
          "'"
              + name.text()
              + "' cannot be called: over statements, the NAME of "
              + written
              + " must be a Java name such as loadData");
    }
    return name.text();
  }

  /** A line with nothing below it is mostly a verb, written wrong. */
  private static UsageException nothingBelow(UseMagic use) {
    List<String> verbs = verbs(use.magic());
    return use.arguments().words().stream()
        .findFirst()
        .flatMap(
            word ->
                NearMatch.of(word.text(), verbs)
                    .map(
                        near ->
                            word.wrong(
                                "there is nothing below it to become '"
                                    + word.text()
                                    + "'; did you mean %"
                                    + use.magic().name()
                                    + " "
                                    + near
                                    + "?")))
        .orElseGet(() -> wrong(use, "there is nothing below it"));
  }

  private static UsageException wrong(UseMagic use, String what) {
    String written = use.line().written();
    String kind = use.magic().name();
    return new UsageException(
        written + " found no method: " + what,
        use.line().percent(),
        use.line().rest(),
        "Write "
            + written
            + " right above a method, or "
            + written
            + " NAME above statements that"
            + " become the "
            + kind
            + " NAME.");
  }

  // What is ordinary

  /** A task that is declared again as a plain method is a plain method from now on. */
  private void noticeOrdinaryMethods(int from, int to) {
    List<String> known = definitions.signatures();
    if (known.isEmpty()) {
      return;
    }
    for (Item item : scan.items(from, to)) {
      String text = scan.text().substring(item.start(), item.end());
      boolean may =
          !declared.containsKey(item.start())
              && known.stream()
                  .map(signature -> signature.substring(0, signature.indexOf('(')))
                  .anyMatch(text::contains);
      if (may
          && read(item) instanceof JavaMember.Method method
          && known.contains(signature(method))) {
        declared.put(item.start(), new Declared(item, method, null));
      }
    }
  }

  static String signature(JavaMember.Method method) {
    return Definitions.signature(method.name(), method.parameters());
  }

  private boolean isMethod(Item item) {
    return read(item) instanceof JavaMember.Method;
  }

  private Map<Item, JavaMember.Method> methods(int from, int to) {
    Map<Item, JavaMember.Method> methods = new LinkedHashMap<>();
    for (Item item : scan.items(from, to)) {
      if (read(item) instanceof JavaMember.Method method) {
        methods.put(item, method);
      }
    }
    return methods;
  }

  private JavaMember read(Item item) {
    return read.computeIfAbsent(item.start(), start -> reader.read(scan, item));
  }
}
