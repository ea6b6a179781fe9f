package dev.flowcell.kernel.java.errors;

import dev.flowcell.kernel.java.code.HiddenNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.Diag;

/** What javac says, as a cell says it: one line, short names of types, and a hint that helps. */
public final class CompilerWords {

  private static final int MOST_CANDIDATES = 6;

  private static final Pattern QUALIFIED =
      Pattern.compile("\\b(?:[a-z_]\\w*\\.)+(?<simple>[A-Z]\\w*)");
  private static final Pattern SYMBOL =
      Pattern.compile(
          "symbol:\\s+(?<what>(?:\\w+ )+(?<name>[\\w$]+).*)", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern LOCATION =
      Pattern.compile("location:\\s+(?<where>(?:variable|class|interface) [^\\n]+)");
  private static final Pattern WRONG_ARGUMENTS =
      Pattern.compile(
          "(?<what>(?:method|constructor|record|enum) \\S+) in .*cannot be applied to given types;"
              + "\\s*required:\\s*(?<needed>.*?)\\s*found:\\s*(?<given>.*?)\\s*reason:.*",
          Pattern.DOTALL);
  private static final Pattern CANDIDATE =
      Pattern.compile("(?:method|constructor) (?<call>\\S.*) is not applicable");
  private static final Pattern INFERENCE =
      Pattern.compile(
          "incompatible types: inference variable \\S+ has incompatible (?:equality constraints|bounds)"
              + ".*equality constraints: (?<needed>.*?)\\s*lower bounds: (?<given>.*)",
          Pattern.DOTALL);
  private static final Pattern OPERANDS =
      Pattern.compile(
          "bad operand types for binary operator (?<operator>'.*')\\s*"
              + "first type:\\s*(?<first>.*?)\\s*second type:\\s*(?<second>.*)",
          Pattern.DOTALL);
  private static final Pattern LOSSY =
      Pattern.compile("lossy conversion from \\w+ to (?<type>\\w+)");
  private static final Pattern PRIMITIVE =
      Pattern.compile("unexpected type\\s*required: reference\\s*found:\\s*(?<type>\\w+)");
  private static final Pattern TOO_NEW =
      Pattern.compile(
          "cannot access \\S+\\s+bad class file: .*?(?<file>[^/\\\\]+)\\(.*?"
              + "wrong version (?<version>\\d+)\\.\\d+, should be .*",
          Pattern.DOTALL);

  /** Java 1.1 had class files of version 45. */
  private static final int VERSION_BEFORE_JAVA_1 = 44;

  private static final Pattern NO_PACKAGE =
      Pattern.compile("package (?<name>[\\w.]+) does not exist", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern OF_OBJECT =
      Pattern.compile("JShell method names must not match Object methods.*", Pattern.DOTALL);

  private static final Pattern UNREPORTED =
      Pattern.compile("unreported exception (?<type>[^;\\s]+)");

  private static final Pattern CLOSING = Pattern.compile("\\s*[)}]");

  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "both (?:class|interface|enum|record) (?<first>[\\w.]+) in \\S+ and"
              + " (?:class|interface|enum|record) (?<second>[\\w.]+) in");

  private static final Map<String, String> BOXES =
      Map.of(
          "boolean",
          "Boolean",
          "byte",
          "Byte",
          "short",
          "Short",
          "char",
          "Character",
          "int",
          "Integer",
          "long",
          "Long",
          "float",
          "Float",
          "double",
          "Double");

  /** Codes of the parser: what it says later follows from the first mistake. */
  private static final Pattern SYNTAX =
      Pattern.compile(
          "compiler\\.err\\.(expected|dot\\.class|premature|illegal|not\\.stmt|unclosed|orphaned|else|invalid\\.meth|class\\.public)"
              + ".*");

  private final String code;
  private final String text;

  private CompilerWords(Diag diag) {
    code = String.valueOf(diag.getCode());
    text =
        shortTypes(HiddenNames.strip(diag.getMessage(Locale.ROOT)))
            .replaceAll("<null(?:type)?>", "null");
  }

  static CompilerWords of(Diag diag) {
    return new CompilerWords(diag);
  }

  /** Whether the code cannot be read, let alone understood. */
  boolean isSyntax() {
    return SYNTAX.matcher(code).matches();
  }

  /** Whether a way through a method ends without a value; after other errors that says little. */
  boolean isMissingReturn() {
    return code.equals("compiler.err.missing.ret.stmt");
  }

  /** Whether a switch leaves something out. */
  boolean isNotExhaustive() {
    return code.startsWith("compiler.err.not.exhaustive");
  }

  /** Whether the code is more than a class file can hold. */
  public static boolean isLimit(Diag diag) {
    return String.valueOf(diag.getCode()).startsWith("compiler.err.limit.");
  }

  /** The name that nobody knows, where that is the error. */
  Optional<String> unknownName() {
    Matcher symbol = SYMBOL.matcher(text);
    return symbol.find() ? Optional.of(symbol.group("name")) : Optional.empty();
  }

  /** The package or, in front of a dot, the type that nobody knows. */
  Optional<String> unknownPackage() {
    Matcher matcher = NO_PACKAGE.matcher(text);
    return matcher.find() ? Optional.of(matcher.group("name")) : Optional.empty();
  }

  /** The type in which a member is not found, as Java writes it. */
  Optional<String> ownerOfMember() {
    Matcher location = LOCATION.matcher(text);
    return location.find()
        ? Optional.of(
            location.group("where").strip().replaceFirst("^(?:variable \\S+ of type|\\w+) ", ""))
        : Optional.empty();
  }

  /** What kind of thing that name should be, such as {@code method}. */
  boolean misses(String kind) {
    Matcher symbol = SYMBOL.matcher(text);
    return symbol.find() && symbol.group("what").startsWith(kind + " ");
  }

  /** Whether that is a method, and called with something. */
  boolean missesCallWithArguments() {
    Matcher symbol = SYMBOL.matcher(text);
    return symbol.find() && !symbol.group("what").strip().endsWith("()");
  }

  /** The error in one line. */
  String message() {
    if (OF_OBJECT.matcher(text).matches()) {
      return "a method of a cell cannot have a name that every object's method has";
    }
    Matcher symbol = SYMBOL.matcher(text);
    if (symbol.find()) {
      Matcher location = LOCATION.matcher(text);
      String where = location.find() ? " in " + location.group("where").strip() : "";
      return firstLine() + ": " + spaced(symbol.group("what").strip()) + where;
    }
    Matcher arguments = WRONG_ARGUMENTS.matcher(text);
    if (arguments.matches()) {
      return "%s needs %s, but is given %s"
          .formatted(
              arguments.group("what"),
              inBrackets(arguments.group("needed")),
              inBrackets(arguments.group("given")));
    }
    Matcher inference = INFERENCE.matcher(text);
    if (inference.matches()) {
      return "incompatible types: expected %s, found %s"
          .formatted(spaced(inference.group("needed")), spaced(inference.group("given")));
    }
    Matcher operands = OPERANDS.matcher(text);
    if (operands.matches()) {
      return "bad operand types for %s: %s and %s"
          .formatted(operands.group("operator"), operands.group("first"), operands.group("second"));
    }
    Matcher primitive = PRIMITIVE.matcher(text);
    if (primitive.matches()) {
      return "unexpected type: "
          + primitive.group("type")
          + " is a primitive type, a class is needed";
    }
    Matcher tooNew = TOO_NEW.matcher(text);
    if (tooNew.matches()) {
      return "%s needs Java %d, this kernel runs on Java %d"
          .formatted(
              tooNew.group("file"),
              Integer.parseInt(tooNew.group("version")) - VERSION_BEFORE_JAVA_1,
              Runtime.version().feature());
    }
    if (!candidates().isEmpty()) {
      return spaced(firstLine());
    }
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("; "))
        .replace(";;", ";")
        .replace("; (", " (")
        .replaceAll(" in (?= |$)", "")
        .replaceAll("\\s+", " ");
  }

  private String firstLine() {
    return text.lines().findFirst().orElse("").strip();
  }

  /** How what is called wrongly can be called. */
  List<String> candidates() {
    List<String> all =
        CANDIDATE.matcher(text).results().map(match -> spaced(match.group(1))).distinct().toList();
    if (all.size() <= MOST_CANDIDATES) {
      return all;
    }
    return Stream.concat(
            all.stream().limit(MOST_CANDIDATES),
            Stream.of("… " + (all.size() - MOST_CANDIDATES) + " more"))
        .toList();
  }

  /** What to do about it, judged by the code it is about. */
  Optional<String> hint(String source, int position) {
    if (isSyntax() && code.endsWith("premature.eof") && !opensMoreThanItCloses(source)) {
      return Optional.of("the code ends in the middle of a statement");
    }
    return ofClosing(source, position)
        .or(() -> Advice.of(code, message(), source, position))
        .or(() -> ofUnreported(source, position))
        .or(this::ofAmbiguous)
        .or(this::hint);
  }

  private Optional<String> ofUnreported(String source, int position) {
    Matcher unreported = UNREPORTED.matcher(text);
    if (!unreported.find()) {
      return Optional.empty();
    }
    return Optional.of(
        LambdaBodies.has(source, position)
            ? "a lambda cannot hand it on: catch it within the lambda with try … catch"
            : "catch it with try … catch, or write 'throws %s' behind the method's parameters"
                .formatted(unreported.group("type")));
  }

  private static boolean opensMoreThanItCloses(String source) {
    String code = BareCode.of(source);
    return code.contains("\"\"\"") || BareCode.hasMore(code, "({[", ")}]");
  }

  /** A bracket that nothing opens. */
  private Optional<String> ofClosing(String source, int position) {
    String bare = BareCode.of(source);
    Matcher here = CLOSING.matcher(bare).region(Math.min(position, bare.length()), bare.length());
    if (!isSyntax() || !here.lookingAt()) {
      return Optional.empty();
    }
    String closing = here.group().strip();
    String opening = closing.equals(")") ? "(" : "{";
    return BareCode.hasMore(bare.substring(0, here.end()), closing, opening)
        ? Optional.of("no " + opening + " belongs to this " + closing)
        : Optional.empty();
  }

  /** The line that imports one of two types of that name: Java's collections before others. */
  private Optional<String> ofAmbiguous() {
    Matcher both = AMBIGUOUS.matcher(text);
    if (!both.find()) {
      return Optional.empty();
    }
    String second = both.group("second");
    String meant = second.startsWith("java.util.") ? second : both.group("first");
    return Optional.of("add the line: import " + meant + ";");
  }

  /** What to do about it, where that can be said in a line. */
  private Optional<String> hint() {
    if (OF_OBJECT.matcher(text).matches()) {
      return Optional.of("write it in a class: class Dog { public String toString() { … } }");
    }
    Matcher lossy = LOSSY.matcher(text);
    if (lossy.find()) {
      return Optional.of("to convert on purpose, write (" + lossy.group("type") + ") before it");
    }
    Matcher primitive = PRIMITIVE.matcher(text);
    if (primitive.matches()) {
      String type = primitive.group("type");
      return Optional.of("write " + BOXES.getOrDefault(type, "a class") + " instead of " + type);
    }
    if (TOO_NEW.matcher(text).matches()) {
      return Optional.of(
          "add an older version of the library, or install Flowcell with a newer Java");
    }
    return Optional.ofNullable(
        switch (code) {
          case "compiler.err.limit.string", "compiler.err.limit.string.overflow" ->
              "a text in code has at most 65535 bytes: read longer ones with"
                  + " Files.readString(Path.of(\"FILE\"))";
          case "compiler.err.limit.code" ->
              "data of that size is better read from a file, or built in several methods";
          case "compiler.err.unclosed.char.lit" -> "text stands in double quotes: \"hello\"";
          case "compiler.err.int.number.too.large" -> "a number of type long ends with L";
          case "compiler.err.premature.eof" ->
              "something is opened and never closed: look for a missing }, ) or \"\"\"";
          default ->
              text.startsWith("'.class' expected")
                  ? "a type stands where a value or a name is needed"
                  : null;
        });
  }

  /** Types without their packages, but where two of one name would be mixed up. */
  public static String shortTypes(String text) {
    Map<String, Set<String>> named =
        QUALIFIED
            .matcher(text)
            .results()
            .collect(
                Collectors.groupingBy(
                    match -> match.group(1),
                    Collectors.mapping(MatchResult::group, Collectors.toSet())));
    return QUALIFIED
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    named.getOrDefault(match.group(1), Set.of()).size() > 1
                        ? match.group()
                        : match.group(1)));
  }

  private static String inBrackets(String types) {
    return types.equals("no arguments") ? "no arguments" : "(" + spaced(types) + ")";
  }

  private static String spaced(String types) {
    return types.replaceAll(",(?=\\S)", ", ");
  }
}
