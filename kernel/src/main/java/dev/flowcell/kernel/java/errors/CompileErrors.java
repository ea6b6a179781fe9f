package dev.flowcell.kernel.java.errors;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.kernel.java.code.CellCode;
import dev.flowcell.kernel.java.code.HiddenNames;
import dev.flowcell.kernel.java.code.SourceParts;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.SourceCodeAnalysis;

/** What javac says of a snippet, with the cell's line, a caret and a near name. */
public final class CompileErrors {

  static final String NAME = CellError.NOT_COMPILED;

  private static final int MOST_OTHERS = 5;
  private static final int MOST_IMPORTS = 4;

  /** Characters of a line; one that a program wrote has no end. */
  private static final int MOST_SHOWN = 300;

  /** Packages whose types no cell needs to import. */
  private static final Pattern INTERNAL =
      Pattern.compile("(?:dev\\.flowcell|sun|com\\.sun|jdk|REPL|org\\.graalvm)\\..*");

  private static final Pattern DECLARED =
      Pattern.compile("\\b(?<type>[A-Z]\\w*)\\s+\\w+\\s*=\\s*$");

  private static final Pattern MAGIC = Pattern.compile("%%?[a-zA-Z]\\w*(?!\\S)");

  private static final Pattern ASSIGNMENT = Pattern.compile("\\s*=[^=].*", Pattern.DOTALL);

  private final CellCode code;
  private final SourceParts.Part part;
  private final SourceCodeAnalysis analysis;
  private final Function<String, List<String>> reasons;

  private CompileErrors(
      CellCode code,
      SourceParts.Part part,
      SourceCodeAnalysis analysis,
      Function<String, List<String>> reasons) {
    this.code = code;
    this.part = part;
    this.analysis = analysis;
    this.reasons = reasons;
  }

  /** The errors of a snippet: the first with all that is known, the others in a line each. */
  public static CellError of(
      CellCode code, SourceParts.Part part, List<Diag> diagnostics, SourceCodeAnalysis analysis) {
    return of(code, part, diagnostics, analysis, name -> List.of());
  }

  /**
   * The errors of a snippet that may use what is declared and not whole.
   *
   * @param reasons why a name is not to be had; none where nobody has declared it
   */
  public static CellError of(
      CellCode code,
      SourceParts.Part part,
      List<Diag> diagnostics,
      SourceCodeAnalysis analysis,
      Function<String, List<String>> reasons) {
    return new CompileErrors(code, part, analysis, reasons)
        .of(diagnostics.stream().filter(Diag::isError).toList());
  }

  private CellError of(List<Diag> errors) {
    Optional<String> unfit = unfit();
    if (errors.isEmpty() || unfit.isPresent()) {
      String message = unfit.orElseGet(this::withoutWords);
      int line = code.line(part.offset());
      return new CellError(
          NAME,
          message,
          List.of(code.file() + " line " + line + ": " + message, "    " + code.text(line)));
    }
    Diag first = errors.get(0);
    CompilerWords words = CompilerWords.of(first);
    List<String> lines = first(first, words);
    if (!words.isSyntax()) {
      lines.addAll(others(errors));
    }
    return new CellError(NAME, words.message(), lines);
  }

  /** What no cell can begin with; of that the compiler's words mislead. */
  private Optional<String> unfit() {
    if (part.source().matches("else\\b(?s:.*)")) {
      return Optional.of("'else' without 'if'");
    }
    if (part.source().matches("package\\s+[\\w.]+\\s*(?:;(?s:.*))?")) {
      return Optional.of("cells have no package: leave this line out");
    }
    return Optional.empty();
  }

  /** For code that is refused without a word. */
  private String withoutWords() {
    return SourceParts.isUnclosedComment(part) ? "unclosed comment" : "this code does not compile";
  }

  private List<String> first(Diag diag, CompilerWords words) {
    int position = (int) diag.getPosition();
    Optional<String> unknown = words.unknownName();
    Optional<String> noPackage = words.unknownPackage();
    if (noPackage.isPresent()) {
      int name = part.source().lastIndexOf(noPackage.get(), position);
      position = name < 0 ? position : name;
    }
    if (unknown.isPresent()) {
      int name = part.source().indexOf(unknown.get(), position);
      position = name < 0 ? position : name;
    }
    int offset = part.offset() + position;
    int line = code.line(offset);
    int column = code.column(offset);
    List<String> lines = new ArrayList<>();
    lines.add(code.file() + " line " + line + ", column " + column + ": " + words.message());
    String shown = code.text(line);
    if (!shown.isBlank()) {
      int from = shown.length() > MOST_SHOWN ? Math.max(0, column - 1 - MOST_SHOWN / 2) : 0;
      String cut = shown.substring(from, Math.min(shown.length(), from + MOST_SHOWN));
      lines.add("    " + cut);
      lines.add("    " + indent(cut, column - from) + "^");
    }
    List<String> candidates = words.candidates();
    if (!candidates.isEmpty()) {
      lines.add("there is:");
      candidates.forEach(candidate -> lines.add("    " + candidate));
    }
    int at = position;
    ofMagic(line, column).or(() -> words.hint(part.source(), at)).ifPresent(lines::add);
    unknown.ifPresent(name -> lines.addAll(reasonsOr(() -> suggestions(name, at, words), name)));
    noPackage.ifPresent(name -> lines.addAll(reasonsOr(() -> packageOrType(name, at), name)));
    return lines;
  }

  /** A name that somebody has declared means that. */
  private List<String> reasonsOr(Supplier<List<String>> suggestions, String name) {
    List<String> known = reasons.apply(name);
    return known.isEmpty() ? suggestions.get() : known;
  }

  /** No Java begins with a percent sign. */
  private Optional<String> ofMagic(int line, int column) {
    String shown = code.text(line);
    return MAGIC
            .matcher(shown)
            .region(Math.min(column - 1, shown.length()), shown.length())
            .lookingAt()
        ? Optional.of(
            "a magic stands on a line of its own, between statements, not within { } or ( )")
        : Optional.empty();
  }

  private List<String> others(List<Diag> errors) {
    String first = inALine(errors.get(0));
    List<String> others =
        errors.stream().map(this::inALine).filter(line -> !line.equals(first)).distinct().toList();
    List<String> lines = new ArrayList<>();
    if (!others.isEmpty()) {
      lines.add(
          others.size() == 1 ? "and one more error:" : "and " + others.size() + " more errors:");
      others.stream().limit(MOST_OTHERS).forEach(line -> lines.add("    " + line));
      if (others.size() > MOST_OTHERS) {
        lines.add("    …");
      }
    }
    return lines;
  }

  private String inALine(Diag diag) {
    return "line " + code.line(part.offset() + (int) diag.getPosition()) + ": " + message(diag);
  }

  /** What javac says, in one line. */
  static String message(Diag diag) {
    return CompilerWords.of(diag).message();
  }

  private static String indent(String line, int column) {
    return line.substring(0, Math.min(column - 1, line.length()))
        .chars()
        .mapToObj(c -> c == '\t' ? "\t" : " ")
        .collect(Collectors.joining());
  }

  /** What may have been meant by a name that nobody knows. */
  private List<String> suggestions(String name, int position, CompilerWords words) {
    String source = part.source();
    int end = Math.min(source.length(), position + name.length());
    if (words.misses("variable") && ASSIGNMENT.matcher(source.substring(end)).matches()) {
      return List.of("a new variable needs a type: var " + name + " = …");
    }
    List<String> known = known(source.substring(0, position));
    boolean member = source.substring(0, position).stripTrailing().endsWith(".");
    Optional<String> meant =
        (member
                ? words.ownerOfMember().flatMap(owner -> Advice.ofMember(name, owner))
                : Advice.ofName(name).or(() -> constant(name, source, position)))
            .or(() -> otherKind(name, known, words))
            .or(() -> NearMatch.of(name, names(known, name)))
            .or(() -> ofMath(name, source, position, words));
    if (meant.isPresent()) {
      return List.of("did you mean " + meant.get() + "?");
    }
    if (words.misses("method") || !Character.isUpperCase(name.charAt(0))) {
      return List.of();
    }
    return imports(source.substring(0, end), name);
  }

  private List<String> known(String before) {
    return analysis.completionSuggestions(before, before.length(), new int[1]).stream()
        .map(SourceCodeAnalysis.Suggestion::continuation)
        .filter(one -> HiddenNames.strip(one).equals(one))
        .distinct()
        .toList();
  }

  /** A constant of the enum that a variable is declared with: its name alone is known in a case. */
  private Optional<String> constant(String name, String source, int position) {
    Matcher declared = DECLARED.matcher(source.substring(0, position));
    return declared.find()
        ? Optional.of(declared.group("type"))
            .filter(type -> known(type + ".").contains(name))
            .map(type -> type + "." + name)
        : Optional.empty();
  }

  /** What may have been meant where javac looked for a package, as it does in front of a dot. */
  private List<String> packageOrType(String name, int position) {
    Optional<String> meant =
        name.contains(".")
            ? NearMatch.of(name, packagesOfJava())
            : NearMatch.of(name, names(known(part.source().substring(0, position)), name));
    return meant
        .map(near -> List.of("did you mean " + near + "?"))
        .orElseGet(
            () -> Character.isUpperCase(name.charAt(0)) ? imports(name, name) : List.<String>of());
  }

  private static List<String> packagesOfJava() {
    return ModuleLayer.boot().modules().stream()
        .flatMap(module -> module.getPackages().stream().filter(each -> isOfJava(each, module)))
        .toList();
  }

  private static boolean isOfJava(String packageName, Module module) {
    return packageName.matches("javax?\\..*") && module.isExported(packageName);
  }

  /** The field of that name for a method, or the other way round. */
  private static Optional<String> otherKind(String name, List<String> known, CompilerWords words) {
    if (words.misses("variable")) {
      return known.stream()
          .filter(one -> one.startsWith(name + "("))
          .findFirst()
          .map(one -> one.endsWith(")") ? name + "()" : name + "(…)");
    }
    if (!words.misses("method") || !known.contains(name)) {
      return Optional.empty();
    }
    return Optional.of(
        Character.isUpperCase(name.charAt(0))
            ? "new " + name + "(…)"
            : name + ", without parentheses");
  }

  private static List<String> names(List<String> known, String name) {
    return known.stream()
        .map(one -> one.replaceAll("\\W.*", ""))
        .filter(one -> !one.isEmpty() && !one.equals(name))
        .distinct()
        .toList();
  }

  private static Optional<String> ofMath(
      String name, String source, int position, CompilerWords words) {
    boolean isMember = source.substring(0, position).stripTrailing().endsWith(".");
    return words.misses("method") && !isMember
        ? Arrays.stream(Math.class.getMethods())
            .filter(method -> method.getDeclaringClass() == Math.class)
            .filter(method -> method.getName().equals(name))
            .findFirst()
            .map(method -> "Math." + name)
        : Optional.empty();
  }

  private List<String> imports(String upToName, String name) {
    return imports(upToName, name, analysis);
  }

  /**
   * The lines that import what the name at the end may stand for; types of Java's own come alone.
   */
  static List<String> imports(String upToName, String name, SourceCodeAnalysis analysis) {
    List<String> ofJava =
        packagesOfJava().stream()
            .map(each -> each + "." + name)
            .filter(CompileErrors::isPublicType)
            .sorted()
            .toList();
    return (ofJava.isEmpty() ? ofLibraries(upToName, analysis) : ofJava)
        .stream().limit(MOST_IMPORTS).map(CompileErrors::importing).toList();
  }

  /** What to do to have a type by its simple name. */
  public static String importing(String type) {
    return type.contains(".")
        ? "add the line: import " + type + ";"
        : "the class " + type + " has no package, and cells can't see such classes: give it one";
  }

  /** Whether Java itself has a public type of that name. */
  public static boolean isPublicType(String name) {
    try {
      Class<?> type = Class.forName(name, false, ClassLoader.getPlatformClassLoader());
      return Modifier.isPublic(type.getModifiers());
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static List<String> ofLibraries(String upToName, SourceCodeAnalysis analysis) {
    return analysis.listQualifiedNames(upToName, upToName.length()).getNames().stream()
        .filter(type -> !INTERNAL.matcher(type).matches())
        .toList();
  }
}
