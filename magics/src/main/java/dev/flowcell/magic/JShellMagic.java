package dev.flowcell.magic;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.Declaration;
import dev.flowcell.cell.Declaration.Kind;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.render.PlainText;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code %jshell}: what cells have declared, by the commands of the jshell tool. */
final class JShellMagic implements Magic {

  /** The words a type is declared by, its name among them. */
  private static final Pattern TYPE = Pattern.compile("(?:class|interface|enum|record)\\s+\\w+");

  private static final List<Usage> USAGES =
      List.of(
          Usage.of("", "", "what cells have declared"),
          Usage.of("/vars", "", "the variables, with type and value"),
          Usage.of("/types", "", "the classes, interfaces, enums and records"),
          Usage.of("/methods", "", "the methods"),
          Usage.of("/imports", "", "the imports"),
          Usage.of(
              "/list",
              "[NUMBER]",
              "the source of all, or of one",
              Option.flag("all", "does nothing here")));

  @Override
  public String name() {
    return "jshell";
  }

  @Override
  public String summary() {
    return "lists what cells have declared";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public CellResult run(MagicCall call) {
    CellEvaluator evaluator = call.context().evaluator();
    Stream<String> lines =
        switch (call.verb()) {
          case "/vars" ->
              declared(evaluator).filter(of(Kind.VARIABLE)).map(each -> variable(each, evaluator));
          case "/types" -> declared(evaluator).filter(of(Kind.TYPE)).map(JShellMagic::type);
          case "/methods" -> declared(evaluator).filter(of(Kind.METHOD)).map(JShellMagic::method);
          case "/imports" -> evaluator.imports().stream();
          default -> sources(call, declared(evaluator).map(Declaration::source).toList());
        };
    String text =
        call.context().evaluator().callUserCode(() -> lines.collect(Collectors.joining("\n")));
    return text.isEmpty() ? new CellResult.Done() : call.text(text);
  }

  private static Predicate<Declaration> of(Kind kind) {
    return each -> each.kind() == kind;
  }

  private static Stream<Declaration> declared(CellEvaluator evaluator) {
    return evaluator.declarations().stream()
        .flatMap(each -> GeneratedCode.asWritten(each).stream());
  }

  private static String variable(Declaration variable, CellEvaluator evaluator) {
    String value =
        evaluator.variable(variable.name()).map(JShellMagic::value).orElse("(not defined yet)");
    return "%s %s = %s"
        .formatted(evaluator.variableType(variable.name()).orElse(""), variable.name(), value);
  }

  private static String value(Field field) {
    try {
      Object value = field.get(null);
      return value instanceof String text ? '"' + text + '"' : PlainText.of(value);
    } catch (IllegalAccessException e) {
      return "(not readable)";
    }
  }

  private static String type(Declaration type) {
    Matcher words = TYPE.matcher(type.source());
    return words.find() ? words.group() : type.name();
  }

  /** All before the body. */
  private static String method(Declaration method) {
    int body = method.source().indexOf('{');
    return (body < 0 ? method.source() : method.source().substring(0, body)).strip();
  }

  private static Stream<String> sources(MagicCall call, List<String> sources) {
    Optional<Integer> asked = call.word().map(word -> number(word, sources.size()));
    return IntStream.rangeClosed(1, sources.size())
        .filter(number -> asked.isEmpty() || asked.get() == number)
        .mapToObj(number -> "%3d : %s".formatted(number, sources.get(number - 1)));
  }

  private static int number(Arguments.Given word, int most) {
    try {
      int number = Integer.parseInt(word.text());
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw word.wrong("'%s' is no number of 1 to %d".formatted(word.text(), most));
  }
}
