package dev.flowcell.kernel.java.errors;

import dev.flowcell.kernel.java.code.HiddenNames;
import dev.flowcell.kernel.java.code.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * What declarations use that nobody has declared yet, in words. Guarded by the evaluator's lock.
 */
public final class Unresolved {

  private static final Pattern TYPE_TWICE =
      Pattern.compile(
          "incompatible types: (?:(?<type>\\S+) cannot be converted to \\k<type>$|.*inference)");

  private static final Pattern CONSTRUCTOR = Pattern.compile("constructor (?<type>\\w+) needs .*");

  private static final Pattern CALLS_CONSTRUCTOR = Pattern.compile("(?:super|this|new)\\b(?s:.*)");

  private final JShell jshell;
  private final Function<Snippet, @Nullable Place> places;

  /**
   * For a session.
   *
   * @param places where a snippet stands, or null where it stands in no cell
   */
  public Unresolved(JShell jshell, Function<Snippet, @Nullable Place> places) {
    this.jshell = jshell;
    this.places = places;
  }

  /**
   * A sentence or more per declaration that is not whole as the session stands now.
   *
   * @param here what errors call the cell that runs; the lines of others are told with their names
   */
  public List<String> notes(Collection<? extends Snippet> declared, String here) {
    return declared.stream()
        .filter(DeclarationSnippet.class::isInstance)
        .map(DeclarationSnippet.class::cast)
        .flatMap(snippet -> note(snippet, here).stream())
        .distinct()
        .toList();
  }

  /**
   * Why what is declared under a name is not to be had: what it misses, and what that misses in
   * turn. None where nothing of that name is declared, or all of it is whole.
   *
   * @param here what errors call the cell that runs
   */
  public List<String> reasons(String name, String here) {
    Set<String> names = new LinkedHashSet<>(List.of(name));
    List<DeclarationSnippet> found = new ArrayList<>();
    for (List<DeclarationSnippet> next = declared(names, found);
        !next.isEmpty();
        next = declared(names, found)) {
      found.addAll(next);
      next.forEach(
          each -> jshell.unresolvedDependencies(each).map(Unresolved::name).forEach(names::add));
    }
    return notes(found, here);
  }

  private List<DeclarationSnippet> declared(Set<String> names, List<DeclarationSnippet> but) {
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
    return Missing.of(HiddenNames.strip(missing)).name();
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
  public boolean isOfBefore(Snippet snippet) {
    return snippet instanceof VarSnippet variable
        && isUnresolved(variable, jshell)
        && missing(variable).isEmpty()
        && error(variable)
            .filter(error -> TYPE_TWICE.matcher(CompileErrors.message(error)).find())
            .isPresent();
  }

  private Optional<Diag> error(DeclarationSnippet snippet) {
    return jshell.diagnostics(snippet).filter(Diag::isError).findFirst();
  }

  /** A sentence on variables that hold nothing any more for that reason. */
  public static String ofBefore(Collection<String> variables) {
    return variables.size() == 1
        ? Where.listed(variables)
            + " was made with a type that is declared anew now; run its cell again"
        : Where.listed(variables)
            + " were made with a type that is declared anew now; run their cells again";
  }

  /**
   * What is missing for one declaration, in a sentence or more; nothing where it is whole.
   *
   * @param here what errors call the cell that runs
   */
  public List<String> note(DeclarationSnippet snippet, String here) {
    if (!isUnresolved(snippet, jshell)) {
      return List.of();
    }
    if (isOfBefore(snippet)) {
      return List.of(ofBefore(List.of(snippet.name())));
    }
    Where where = new Where(places, here);
    List<Missing> missing = missing(snippet);
    if (missing.isEmpty()) {
      return overloadMisses(snippet)
          ? List.of() // all are compiled together: that one's note is the reason
          : List.of(unfit(snippet, where));
    }
    return new NotThere(snippet, where, jshell).sentences(missing);
  }

  /** One that is not fit for what is there, and says so with javac's words. */
  private String unfit(DeclarationSnippet snippet, Where where) {
    Optional<Diag> error = error(snippet);
    int position = error.map(each -> (int) each.getPosition()).orElse(0);
    String said = error.map(CompileErrors::message).orElse("it does not compile");
    String subject = where.lines(snippet, List.of(position)) + HiddenNames.strip(snippet.name());
    String hint = error.flatMap(each -> hint(snippet, each)).map(each -> "; " + each).orElse("");
    return where.isHere(snippet)
        ? subject + " does not compile: " + said + hint
        : subject
            + " does not fit to what the session declares ("
            + said
            + "); change it and run its cell again";
  }

  private static Optional<String> hint(DeclarationSnippet snippet, Diag error) {
    String source = snippet.source();
    int position = Math.max(0, Math.min((int) error.getPosition(), source.length()));
    Matcher constructor = CONSTRUCTOR.matcher(CompileErrors.message(error));
    boolean ofSuperclass =
        constructor.matches()
            && !CALLS_CONSTRUCTOR.matcher(source.substring(position)).matches()
            && SourceNames.of(source).extend(constructor.group("type"));
    return ofSuperclass
        ? Optional.of("call super(…) in the constructor first")
        : CompilerWords.of(error).hint(source, position);
  }

  private boolean overloadMisses(DeclarationSnippet snippet) {
    return snippet instanceof MethodSnippet
        && jshell
            .methods()
            .filter(each -> each.name().equals(snippet.name()) && isUnresolved(each, jshell))
            .anyMatch(each -> jshell.unresolvedDependencies(each).findAny().isPresent());
  }

  /** What is missing; of a name that may be a type or a variable only the type. */
  private List<Missing> missing(DeclarationSnippet snippet) {
    List<String> all =
        jshell.unresolvedDependencies(snippet).map(HiddenNames::strip).distinct().toList();
    return all.stream()
        .filter(
            each ->
                !each.startsWith("variable ")
                    || !all.contains(each.replaceFirst("^variable ", "class ")))
        .map(Missing::of)
        .toList();
  }
}
