package dev.flowcell.magic;

import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.Evaluation;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.flow.Parameter;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An argument that a magic line gives to a flow, such as {@code year=2026}: by the parameter's type
 * a number, a truth, a text as it stands, a constant of an enum, and else any Java expression. In
 * brackets it is Java for a text too.
 */
final class FlowArgument {

  private static final Map<String, Function<String, Object>> LITERALS =
      Map.ofEntries(
          Map.entry("byte", Byte::valueOf),
          Map.entry("short", Short::valueOf),
          Map.entry("int", Integer::valueOf),
          Map.entry("long", Long::valueOf),
          Map.entry("float", Float::valueOf),
          Map.entry("double", Double::valueOf));

  private static final Map<String, String> PRIMITIVES =
      Map.of(
          "Byte", "byte",
          "Short", "short",
          "Integer", "int",
          "Long", "long",
          "Float", "float",
          "Double", "double");

  private final MagicContext context;
  private final Parameter parameter;
  private final Given given;

  FlowArgument(MagicContext context, Parameter parameter, Given given) {
    this.context = context;
    this.parameter = parameter;
    this.given = given;
  }

  /**
   * The value, which fits the parameter.
   *
   * @throws UsageException when the text makes no such value
   * @throws CellErrorException when its code fails as it runs
   */
  @Nullable Object value() {
    String type = parameter.type();
    String text = given.text();
    if (type.equals("String") && !(text.startsWith("(") && text.endsWith(")"))) {
      return text;
    }
    Function<String, Object> literal = LITERALS.get(PRIMITIVES.getOrDefault(type, type));
    if (literal != null) {
      try {
        return literal.apply(text.replace("_", ""));
      } catch (NumberFormatException e) {
        // then it is Java
      }
    }
    Optional<Class<?>> enumType = context.evaluator().type(type).filter(Class::isEnum);
    return enumType.isPresent() && text.matches("\\w+") ? constant(enumType.get()) : expression();
  }

  private Object constant(Class<?> enumType) {
    List<?> constants = Arrays.asList(enumType.getEnumConstants());
    List<String> names = constants.stream().map(each -> ((Enum<?>) each).name()).toList();
    int at = names.indexOf(given.text());
    if (at < 0) {
      throw given.wrong(
          "must be one of %s, not '%s'%s"
              .formatted(
                  String.join(", ", names),
                  given.text(),
                  NearMatch.question(given.text(), names, "")));
    }
    return constants.get(at);
  }

  /** Written as the parameter's type, so that the compiler says what does not fit. */
  private @Nullable Object expression() {
    String type = parameter.type().replace("...", "[]");
    String java =
        "((java.util.concurrent.Callable<Object>) () -> { %s given$ = %s; return given$; }).call()";
    Evaluation evaluation = context.evaluate(java.formatted(type, given.text()));
    if (evaluation instanceof Evaluation.Value value) {
      return value.value();
    }
    if (evaluation instanceof Evaluation.Failed failed && failed.thrown() != null) {
      throw new CellErrorException(failed.error());
    }
    String why =
        evaluation instanceof Evaluation.Failed failed
            ? failed.error().message()
            : "it has no value";
    throw given.wrong("is no %s: '%s' (%s)".formatted(parameter.type(), given.text(), why));
  }
}
