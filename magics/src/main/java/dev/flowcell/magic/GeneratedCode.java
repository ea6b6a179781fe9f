package dev.flowcell.magic;

import dev.flowcell.cell.Declaration;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.Task;
import dev.flowcell.magic.CellPlan.Declared;
import dev.flowcell.magic.syntax.CellScanner.MagicValue;
import dev.flowcell.magic.syntax.CellScanner.Scan;
import dev.flowcell.magic.syntax.JavaMember;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The Java that stands for tasks and flows. The user's method stays in place under a hidden name,
 * and behind its last brace comes a wrapper with the user's name, so that no line moves.
 */
final class GeneratedCode {

  static final String HANDLE = "dev.flowcell.TaskHandle";

  private static final String LINE_MAGIC = "dev.flowcell.Flowcell.lineMagic(%s);";
  private static final String GIVEN = "new dev.flowcell.GivenValue(";
  private static final String TRACKED = "new dev.flowcell.TrackedCall(%d)";

  /** The comment tells it from what a user wrote: errors count columns without it. */
  private static final String THROWS = "throws/*$*/Exception ";

  private static final Pattern MAGIC_VALUE =
      Pattern.compile("dev\\.flowcell\\.Flowcell\\.lineMagic\\(\"((?:[^\"\\\\]|\\\\.)*)\"\\);?");

  private static final Pattern HIDDEN = Pattern.compile("\\$(?:task|flow)\\b");

  private static final Map<String, String> BOXES =
      Map.of(
          "boolean", "Boolean",
          "byte", "Byte",
          "short", "Short",
          "char", "Character",
          "int", "Integer",
          "long", "Long",
          "float", "Float",
          "double", "Double",
          "void", "Void");

  private GeneratedCode() {}

  /**
   * A part of a cell with everything else blanked, lines in their places.
   *
   * @param numbers the number of each declared method, in order; nothing for an ordinary one
   * @param handles what the variables beside methods give, by the name of the method
   */
  static String part(
      Scan scan,
      int from,
      int to,
      List<Declared> declared,
      Map<Declared, Integer> numbers,
      Map<String, String> handles) {
    char[] java = scan.java().toCharArray();
    Scan.blank(java, 0, from);
    List<Insert> inserts = new ArrayList<>();
    for (Declared one : declared) {
      JavaMember.Method method = one.method();
      method.annotations().forEach(ours -> Scan.blank(java, ours.start(), ours.end()));
      Definition definition = one.definition();
      if (definition != null) {
        String hidden = hiddenName(method.name(), definition);
        inserts.add(new Insert(method.nameAt() + method.name().length(), suffix(definition)));
        if (method.thrown().isEmpty()) {
          inserts.add(new Insert(method.bodyAt(), THROWS));
        }
        int number = numbers.getOrDefault(one, -1);
        String handleType = handles.get(method.name());
        String handle =
            handleType != null && definition instanceof Task
                ? " " + handle(method.name(), handleType, number)
                : "";
        inserts.add(new Insert(method.end(), " " + wrapper(method, hidden, number) + handle));
      }
    }
    for (MagicValue value : scan.values()) {
      if (value.percent() >= from && value.end() <= to) {
        Scan.blank(java, value.percent(), value.end());
        inserts.add(new Insert(value.percent(), LINE_MAGIC.formatted(literal(scan.text(value)))));
      }
    }
    inserts.sort(Comparator.comparingInt(Insert::at).reversed());
    StringBuilder code = new StringBuilder(new String(java, 0, to));
    inserts.forEach(insert -> code.insert(insert.at, insert.text));
    return code.toString();
  }

  /** The method by which the statements of a cell task are run again. */
  static String cellMethod(String name, int number, boolean value) {
    String call = TRACKED.formatted(number) + ".callCell();";
    return value
        ? "Object " + name + "() { return " + call + " }"
        : "void " + name + "() { " + call + " }";
  }

  /**
   * The variable beside a task: of that name, with what can be done but a plain call.
   *
   * @param type what it gives
   */
  static String handle(String name, String type, int number) {
    return HANDLE + "<" + type + "> " + name + " = new " + HANDLE + "<>(\"" + name + "\", " + number
        + ");";
  }

  /**
   * What a method returns as a type argument; its own type variables mean nothing outside of it.
   */
  static String handleType(JavaMember.Method method) {
    String type = BOXES.getOrDefault(method.returnType(), method.returnType());
    for (String parameter : method.typeParameters().split("[<>,]", -1)) {
      String variable = parameter.strip().split("\\s+", 2)[0];
      if (!variable.isEmpty() && Pattern.compile("\\b" + variable + "\\b").matcher(type).find()) {
        if (type.equals(variable) || type.contains("[")) {
          return "Object";
        }
        type = type.replaceAll("(\\? (extends|super) )?\\b" + variable + "\\b", "?");
      }
    }
    return type;
  }

  /**
   * A call of a task or flow with the values that a magic gives. Where the method is overloaded,
   * each in the parameter's type; else as the compiler infers it, since that type may be a variable
   * of the method's own.
   */
  static String call(MagicContext context, Definition definition) {
    String method = context.definitions().methodOf(definition);
    boolean overloaded = context.definitions().ofMethod(method).size() > 1;
    List<Parameter> parameters = definition.parameters();
    return IntStream.range(0, parameters.size())
        .mapToObj(i -> (overloaded ? cast(parameters.get(i)) : "") + given(i))
        .collect(Collectors.joining(", ", method + "(", ")"));
  }

  private static String cast(Parameter parameter) {
    return "(" + parameter.type().replace("...", "[]") + ") ";
  }

  /** One of the values that a magic gives, in the type that its place asks for. */
  static String given(int index) {
    return GIVEN + index + ").get()";
  }

  /** Whether a variable of that type stands beside a task. */
  static boolean isHandle(String type) {
    return type.startsWith(HANDLE + "<");
  }

  /** Whether a variable was declared with a value that a magic gave. */
  static boolean isGiven(String declaration) {
    return declaration.contains(GIVEN);
  }

  private static String literal(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** A declaration as its cell wrote it; empty where no cell did. */
  static Optional<Declaration> asWritten(Declaration declared) {
    String source = declared.source().strip();
    if (source.contains("new dev.flowcell.TrackedCall(") || isHandle(source)) {
      return Optional.empty();
    }
    String written = HIDDEN.matcher(magicsAsWritten(source.replace(THROWS, ""))).replaceAll("");
    String name = HIDDEN.matcher(declared.name()).replaceAll("");
    return Optional.of(new Declaration(declared.kind(), name, written));
  }

  private static String magicsAsWritten(String source) {
    return MAGIC_VALUE
        .matcher(source)
        .replaceAll(call -> Matcher.quoteReplacement("%" + unescaped(call.group(1))));
  }

  private static String unescaped(String literal) {
    return literal.replaceAll("\\\\(.)", "$1");
  }

  private static String suffix(Definition definition) {
    return "$" + definition.kind();
  }

  private static String hiddenName(String name, Definition definition) {
    return name + suffix(definition);
  }

  private static String wrapper(JavaMember.Method method, String hidden, int number) {
    String names =
        method.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
    boolean isVoid = method.returnType().equals("void");
    String inner = hidden + "(" + names + ")";
    String body = isVoid ? "() -> { " + inner + "; return null; }" : "() -> " + inner;
    String call =
        TRACKED.formatted(number)
            + ".<%s>call(%s, new Object[] {%s});"
                .formatted(
                    BOXES.getOrDefault(method.returnType(), method.returnType()), body, names);
    return join(
        method.modifiers(),
        method.typeParameters(),
        method.returnType(),
        method.name() + "(" + String.join(", ", method.declarations()) + ")",
        method.thrown(),
        "{",
        isVoid ? call : "return " + call,
        "}");
  }

  private static String join(String... parts) {
    return List.of(parts).stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
  }

  private record Insert(int at, String text) {}
}
