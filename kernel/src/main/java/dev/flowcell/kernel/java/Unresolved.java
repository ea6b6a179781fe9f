package dev.flowcell.kernel.java;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;

/** What declarations use that nobody has declared yet, in words. */
final class Unresolved {

  private static String reason(DeclarationSnippet snippet, JShell jshell) {
    return jshell
        .diagnostics(snippet)
        .filter(Diag::isError)
        .findFirst()
        .map(error -> " (" + CompileErrors.message(error) + ")")
        .orElse("");
  }

  private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");

  private Unresolved() {}

  /** A sentence per declaration that is not whole as the session stands now. */
  static List<String> notes(Collection<Snippet> declared, JShell jshell) {
    return declared.stream()
        .filter(DeclarationSnippet.class::isInstance)
        .map(DeclarationSnippet.class::cast)
        .map(snippet -> note(snippet, jshell))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** What all declarations together miss: the names of methods, variables and types. */
  static List<String> names(JShell jshell) {
    return jshell
        .snippets()
        .filter(DeclarationSnippet.class::isInstance)
        .map(DeclarationSnippet.class::cast)
        .filter(snippet -> isUnresolved(snippet, jshell))
        .flatMap(jshell::unresolvedDependencies)
        .map(missing -> HiddenNames.strip(missing).replaceFirst("^\\w+ ", ""))
        .map(missing -> missing.replaceFirst("\\(.*", ""))
        .distinct()
        .toList();
  }

  private static boolean isUnresolved(DeclarationSnippet snippet, JShell jshell) {
    Status status = jshell.status(snippet);
    return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
  }

  /** What is missing for one declaration, or empty where nothing is. */
  static Optional<String> note(DeclarationSnippet snippet, JShell jshell) {
    if (!isUnresolved(snippet, jshell)) {
      return Optional.empty();
    }
    List<String> missing =
        jshell.unresolvedDependencies(snippet).map(HiddenNames::strip).distinct().toList();
    String subject = HiddenNames.strip(snippet.name());
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
    return Optional.of(subject + verb + what + when);
  }
}
