package dev.flowcell.kernel.java.errors;

import dev.flowcell.cell.NearMatch;
import dev.flowcell.kernel.java.code.HiddenNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;

/** What declarations use that nobody has declared yet, in words. */
public final class Unresolved {

  private static String reason(DeclarationSnippet snippet, JShell jshell) {
    return jshell
        .diagnostics(snippet)
        .filter(Diag::isError)
        .findFirst()
        .map(error -> " (" + CompileErrors.message(error) + ")")
        .orElse("");
  }

  private static final Pattern TYPE_TWICE =
      Pattern.compile(
          "\\(incompatible types: (?:(?<type>\\S+) cannot be converted to \\k<type>\\)|.*inference)");

  private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");

  private Unresolved() {}

  /** A sentence per declaration that is not whole as the session stands now. */
  public static List<String> notes(Collection<? extends Snippet> declared, JShell jshell) {
    return declared.stream()
        .filter(DeclarationSnippet.class::isInstance)
        .map(DeclarationSnippet.class::cast)
        .map(snippet -> note(snippet, jshell))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /**
   * Why what is declared under a name is not to be had: what it misses, and what that misses in
   * turn. None where nothing of that name is declared, or all of it is whole.
   *
   * @param but what has its note already
   */
  public static List<String> reasons(String name, Collection<Snippet> but, JShell jshell) {
    Set<String> names = new LinkedHashSet<>(List.of(name));
    List<DeclarationSnippet> found = new ArrayList<>();
    for (List<DeclarationSnippet> next = declared(names, found, jshell);
        !next.isEmpty();
        next = declared(names, found, jshell)) {
      found.addAll(next);
      next.forEach(
          each -> jshell.unresolvedDependencies(each).map(Unresolved::name).forEach(names::add));
    }
    return notes(found.stream().filter(each -> !but.contains(each)).toList(), jshell);
  }

  private static List<DeclarationSnippet> declared(
      Set<String> names, List<DeclarationSnippet> but, JShell jshell) {
    return jshell
        .snippets()
        .filter(DeclarationSnippet.class::isInstance)
        .map(DeclarationSnippet.class::cast)
        .filter(each -> names.contains(HiddenNames.strip(each.name())))
        .filter(each -> isUnresolved(each, jshell) && !but.contains(each))
        .toList();
  }

  /** Of something missing, such as {@code method report(int)}. */
  private static String name(String missing) {
    return HiddenNames.strip(missing).replaceFirst("^\\w+ ", "").replaceFirst("\\(.*", "");
  }

  /** What all declarations together miss: the names of methods, variables and types. */
  public static List<String> names(JShell jshell) {
    return jshell
        .snippets()
        .filter(DeclarationSnippet.class::isInstance)
        .map(DeclarationSnippet.class::cast)
        .filter(snippet -> isUnresolved(snippet, jshell))
        .flatMap(jshell::unresolvedDependencies)
        .map(Unresolved::name)
        .distinct()
        .toList();
  }

  private static boolean isUnresolved(DeclarationSnippet snippet, JShell jshell) {
    Status status = jshell.status(snippet);
    return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
  }

  /**
   * Whether a variable is not whole only because a type it was made with is declared anew: errors
   * name it twice.
   */
  public static boolean isOfBefore(Snippet snippet, JShell jshell) {
    return snippet instanceof VarSnippet variable
        && isUnresolved(variable, jshell)
        && missing(variable, jshell).isEmpty()
        && TYPE_TWICE.matcher(reason(variable, jshell)).find();
  }

  /** A sentence on variables that hold nothing any more for that reason. */
  public static String ofBefore(Collection<String> variables) {
    String names =
        String.join(", ", variables).replaceFirst("(.*), (.*)", "$1 and $2"); // the last comma
    return variables.size() == 1
        ? names + " was made with a type that is declared anew now; run its cell again"
        : names + " were made with a type that is declared anew now; run their cells again";
  }

  /** What is missing for one declaration, or empty where nothing is. */
  public static Optional<String> note(DeclarationSnippet snippet, JShell jshell) {
    if (!isUnresolved(snippet, jshell)) {
      return Optional.empty();
    }
    if (isOfBefore(snippet, jshell)) {
      return Optional.of(ofBefore(List.of(snippet.name())));
    }
    List<String> missing = missing(snippet, jshell);
    String subject = HiddenNames.strip(snippet.name());
    if (missing.isEmpty() && overloadMisses(snippet, jshell)) {
      return Optional.empty(); // all are compiled together: that one's note is the reason
    }
    if (missing.isEmpty()) {
      return Optional.of(
          subject
              + " does not fit to what the session declares now"
              + reason(snippet, jshell)
              + "; change it and run its cell again");
    }
    String verb = missing.get(0).startsWith("method ") ? " calls " : " uses ";
    String what =
        missing.stream()
            .map(each -> PACKAGE.matcher(each.replaceFirst("^method ", "")).replaceAll(""))
            .collect(Collectors.joining(" and "));
    String when =
        missing.size() == 1
            ? ", which is not defined yet; it works once its cell has run."
            : ", which are not defined yet; it works once their cells have run.";
    String meant =
        missing.stream()
            .flatMap(each -> meant(each, jshell).stream())
            .map(each -> " " + each)
            .collect(Collectors.joining());
    return Optional.of(subject + verb + what + when + meant);
  }

  private static boolean overloadMisses(DeclarationSnippet snippet, JShell jshell) {
    return snippet instanceof MethodSnippet
        && jshell
            .methods()
            .filter(each -> each.name().equals(snippet.name()) && isUnresolved(each, jshell))
            .anyMatch(each -> jshell.unresolvedDependencies(each).findAny().isPresent());
  }

  /** What is missing; of a name that may be a type or a variable only the type. */
  private static List<String> missing(DeclarationSnippet snippet, JShell jshell) {
    List<String> all =
        jshell.unresolvedDependencies(snippet).map(HiddenNames::strip).distinct().toList();
    return all.stream()
        .filter(
            each ->
                !each.startsWith("variable ")
                    || !all.contains(each.replaceFirst("^variable ", "class ")))
        .toList();
  }

  private static boolean isClass(String missing) {
    return missing.startsWith("class ");
  }

  /** What a name may stand for that is no cell's to come. */
  private static Optional<String> meant(String missing, JShell jshell) {
    String name = name(missing);
    if (name.isEmpty() || !name.matches("[\\w$]+")) {
      return Optional.empty();
    }
    Optional<String> near =
        Advice.ofName(name).or(() -> NearMatch.of(name, known(missing, jshell)));
    return near.isPresent()
        ? near.map(each -> "Did you mean " + each + "?")
        : isClass(missing)
            ? CompileErrors.imports(name, name, jshell.sourceCodeAnalysis()).stream()
                .findFirst()
                .map(line -> "Or " + line)
            : Optional.empty();
  }

  private static List<String> known(String missing, JShell jshell) {
    if (missing.startsWith("method ")) {
      return jshell.methods().map(DeclarationSnippet::name).distinct().toList();
    }
    String initial = missing.substring(missing.indexOf(' ') + 1).substring(0, 1);
    String prefix = isClass(missing) ? initial.toUpperCase(Locale.ROOT) : initial;
    return jshell.sourceCodeAnalysis().completionSuggestions(prefix, 1, new int[1]).stream()
        .map(SourceCodeAnalysis.Suggestion::continuation)
        .filter(each -> HiddenNames.strip(each).equals(each) && each.matches("\\w+"))
        .filter(each -> !each.equals(missing.substring(missing.indexOf(' ') + 1)))
        .distinct()
        .toList();
  }
}
