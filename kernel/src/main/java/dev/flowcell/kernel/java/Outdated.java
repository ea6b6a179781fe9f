package dev.flowcell.kernel.java;

import dev.flowcell.kernel.java.code.HiddenNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;

/**
 * Declarations that name a type as it was before. When a generic class is declared again with other
 * type parameters, javac (Java 17 to 25) may break off with {@code AssertionError: typeSig ERROR}
 * at a method that returns it, where a variable or another method names it, too: it should refuse
 * that method. As long as the method is there, the class can't be declared at all.
 */
final class Outdated {

  private Outdated() {}

  /**
   * Evaluates source; where javac breaks off, without the declarations at which it does.
   *
   * @param evaluation of the source
   * @param notes takes a sentence on what is gone
   */
  static List<SnippetEvent> eval(
      String source,
      Supplier<List<SnippetEvent>> evaluation,
      JShell jshell,
      Consumer<String> notes) {
    try {
      return evaluation.get();
    } catch (AssertionError e) {
      return evalWithout(naming(source, jshell), evaluation, jshell, notes, e);
    }
  }

  /** One after the other is dropped: what javac can live with stays. */
  private static List<SnippetEvent> evalWithout(
      List<DeclarationSnippet> outdated,
      Supplier<List<SnippetEvent>> evaluation,
      JShell jshell,
      Consumer<String> notes,
      AssertionError failure) {
    List<String> gone = new ArrayList<>();
    for (DeclarationSnippet each : outdated) {
      jshell.drop(each);
      gone.add(HiddenNames.strip(each.name()));
      try {
        List<SnippetEvent> events = evaluation.get();
        notes.accept(note(gone));
        return events;
      } catch (AssertionError e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  private static String note(List<String> gone) {
    return gone.size() == 1
        ? gone.get(0)
            + " does not fit to this any more and is gone; change it and run its cell again"
        : String.join(" and ", gone)
            + " do not fit to this any more and are gone; change them and run their cells again";
  }

  /** What is there and names a type that the source declares: methods first, values last. */
  private static List<DeclarationSnippet> naming(String source, JShell jshell) {
    List<String> declared =
        jshell.sourceCodeAnalysis().sourceToSnippets(source).stream()
            .filter(snippet -> snippet.kind() == Snippet.Kind.TYPE_DECL)
            .map(snippet -> ((DeclarationSnippet) snippet).name())
            .toList();
    if (declared.isEmpty()) {
      return List.of();
    }
    Pattern names =
        Pattern.compile(
            declared.stream()
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "\\b(?:", ")\\b")));
    return jshell
        .snippets()
        .filter(snippet -> jshell.status(snippet).isActive())
        .filter(DeclarationSnippet.class::isInstance)
        .map(DeclarationSnippet.class::cast)
        .filter(snippet -> !declared.contains(snippet.name()))
        .filter(snippet -> names.matcher(snippet.source()).find())
        .sorted(Comparator.comparing(snippet -> order(snippet.kind())))
        .toList();
  }

  private static int order(Snippet.Kind kind) {
    return switch (kind) {
      case METHOD -> 0;
      case TYPE_DECL -> 1;
      default -> 2;
    };
  }
}
