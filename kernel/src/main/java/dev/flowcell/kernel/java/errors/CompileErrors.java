package dev.flowcell.kernel.java.errors;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.kernel.java.code.CellCode;
import dev.flowcell.kernel.java.code.HiddenNames;
import dev.flowcell.kernel.java.code.SourceParts;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private static final Pattern MEMBER = Pattern.compile("\\w+\\.\\w+");

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
    if (unfit.isPresent()) {
      return new CellError(NAME, unfit.get(), at(part.offset(), unfit.get()));
    }
    if (errors.isEmpty()) {
      return withoutWords();
    }
    CompilerWords words = CompilerWords.of(errors.get(0));
    Optional<String> ofTablesaw = TablesawNames.assigned(errors);
    String message = ofTablesaw.orElseGet(words::message);
    List<String> lines = first(errors.get(0), words, message);
    if (!words.isSyntax()) {
      lines.addAll(
          others(
              errors.stream()
                  .filter(error -> ofTablesaw.isEmpty() || !TablesawNames.isAbout(error))
                  .toList()));
    }
    return new CellError(NAME, message, lines);
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
  private CellError withoutWords() {
    if (SourceParts.isUnclosedComment(part)) {
      return new CellError(NAME, "unclosed comment", at(part.offset(), "unclosed comment"));
    }
    if (part.source().isEmpty()) {
      return new CellError(NAME, "';' expected", at(part.offset(), "';' expected"));
    }
    String message = "this code does not compile";
    int line = code.line(part.offset());
    return new CellError(
        NAME,
        message,
        List.of(code.file() + " line " + line + ": " + message, "    " + code.text(line)));
  }

  /** What is said of a place in the cell, its line, and a caret below it. */
  private List<String> at(int offset, String message) {
    int line = code.line(offset);
    int column = code.column(offset);
    List<String> lines = new ArrayList<>();
    lines.add(code.file() + " line " + line + ", column " + column + ": " + message);
    String shown = code.text(line);
    if (!shown.isBlank()) {
      int from = shown.length() > MOST_SHOWN ? Math.max(0, column - 1 - MOST_SHOWN / 2) : 0;
      String cut = shown.substring(from, Math.min(shown.length(), from + MOST_SHOWN));
      lines.add("    " + cut);
      lines.add("    " + indent(cut, column - from) + "^");
    }
    return lines;
  }

  private List<String> first(Diag diag, CompilerWords words, String message) {
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
    List<String> lines = at(offset, message);
    List<String> candidates = words.candidates();
    if (!candidates.isEmpty()) {
      lines.add("there is:");
      candidates.forEach(candidate -> lines.add("    " + candidate));
    }
    int at = position;
    Optional<String> hint =
        ofMagic(offset)
            .or(() -> ofTablesaw(words, message, at))
            .or(() -> missingCases(words, at))
            .or(() -> words.hint(part.source(), at));
    hint.ifPresent(lines::add);
    unknown.ifPresent(
        name ->
            lines.addAll(
                reasonsOr(
                    () -> hint.isPresent() ? List.of() : suggestions(name, at, words), name)));
    noPackage.ifPresent(name -> lines.addAll(reasonsOr(() -> packageOrType(name, at), name)));
    return lines;
  }

  /** A name that somebody has declared means that. */
  private List<String> reasonsOr(Supplier<List<String>> suggestions, String name) {
    List<String> known = reasons.apply(name);
    return known.isEmpty() ? suggestions.get() : known;
  }

  /** No Java begins with a percent sign. */
  private Optional<String> ofMagic(int offset) {
    String shown = code.text(code.line(offset));
    int column = code.column(offset);
    return MAGIC
            .matcher(shown)
            .region(Math.min(column - 1, shown.length()), shown.length())
            .lookingAt()
        ? Optional.of(
            "a magic stands on a line of its own, between statements, not within { } or ( )")
        : Optional.empty();
  }

  private Optional<String> missingCases(CompilerWords words, int position) {
    return words.isNotExhaustive()
        ? MissingCases.of(part.source(), position, analysis, this::known)
        : Optional.empty();
  }

  private Optional<String> ofTablesaw(CompilerWords words, String message, int position) {
    if (message.equals(words.message())) {
      return Optional.empty();
    }
    String name = part.source().substring(position).replaceFirst("(?s)\\W.*", "");
    String behind = part.source().substring(position + name.length());
    return Optional.of(
        ASSIGNMENT.matcher(behind).matches()
            ? "a new variable needs a type: var " + name + " = …"
            : "a variable has to be declared before: int " + name + " = 0;");
  }

  private List<String> others(List<Diag> errors) {
    String first = inALine(errors.get(0));
    boolean returns = CompilerWords.of(errors.get(0)).isMissingReturn();
    List<String> others =
        errors.stream()
            .filter(error -> returns || !CompilerWords.of(error).isMissingReturn())
            .map(this::inALine)
            .filter(line -> !line.equals(first))
            .distinct()
            .toList();
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
    String before = source.substring(0, position);
    boolean member = before.stripTrailing().endsWith(".");
    List<String> known = member ? members(before, words) : known(before);
    Optional<String> meant =
        (member
                ? words.ownerOfMember().flatMap(owner -> Advice.ofMember(name, owner))
                : Advice.ofName(qualified(name, source, position))
                    .or(() -> Advice.ofName(name))
                    .or(() -> constant(name, source, position)))
            .or(() -> member ? Optional.empty() : ofMethods(name, words))
            .or(() -> otherKind(name, known, words, member))
            .or(() -> NearMatch.of(name, candidates(name, known, words)));
    if (meant.isPresent()) {
      return List.of("did you mean " + meant.get() + "?");
    }
    if (words.misses("method") || !Character.isUpperCase(name.charAt(0))) {
      return List.of();
    }
    return imports(source.substring(0, end), name);
  }

  private static List<String> candidates(String name, List<String> known, CompilerWords words) {
    if (known.contains(name)) {
      return List.of(); // it is there, and of another kind
    }
    List<String> names = names(known, name);
    return words.misses("class") && Character.isLowerCase(name.charAt(0))
        ? Advice.withWordsForTypes(names)
        : names;
  }

  /** What the type has in which a member is not found, also in the midst of unfinished code. */
  private List<String> members(String before, CompilerWords words) {
    List<String> ofOwner =
        words.ownerOfMember().stream()
            .flatMap(owner -> Stream.of("((" + owner + ") null).", owner + "."))
            .flatMap(code -> known(code).stream())
            .distinct()
            .toList();
    return ofOwner.isEmpty() ? known(before) : ofOwner;
  }

  private List<String> known(String before) {
    return analysis.completionSuggestions(before, before.length(), new int[1]).stream()
        .map(SourceCodeAnalysis.Suggestion::continuation)
        .filter(one -> HiddenNames.strip(one).equals(one))
        .distinct()
        .toList();
  }

  /** A name with the one behind its dot, if there is one. */
  private static String qualified(String name, String source, int position) {
    Matcher member =
        MEMBER.matcher(source).region(Math.min(position, source.length()), source.length());
    return member.lookingAt() ? member.group() : name;
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
  private static Optional<String> otherKind(
      String name, List<String> known, CompilerWords words, boolean member) {
    if (words.misses("variable")) {
      return known.stream()
          .filter(one -> one.startsWith(name + "("))
          .findFirst()
          .map(one -> one.endsWith(")") ? name + "()" : name + "(…)");
    }
    if (!words.misses("method") || !known.contains(name)) {
      return Optional.empty();
    }
    boolean constant = member && name.equals(name.toUpperCase(Locale.ROOT));
    if (Character.isUpperCase(name.charAt(0)) && !constant) {
      return Optional.of("new " + name + "(…)");
    }
    return words.missesCallWithArguments()
        ? Optional.empty()
        : Optional.of(name + ", without parentheses");
  }

  private static List<String> names(List<String> known, String name) {
    return known.stream()
        .map(one -> one.replaceAll("\\W.*", ""))
        .filter(one -> !one.isEmpty() && !one.equals(name))
        .distinct()
        .toList();
  }

  private Optional<String> ofMethods(String name, CompilerWords words) {
    return words.misses("method")
        ? MeantMethods.ofVariable(name, analysis, this::known).or(() -> MeantMethods.ofJava(name))
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
