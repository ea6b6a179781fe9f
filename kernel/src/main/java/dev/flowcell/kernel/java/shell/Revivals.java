package dev.flowcell.kernel.java.shell;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/**
 * Variables that miss what only their initializers name. JShell, which compiles a variable anew
 * with its type, does not do so when that comes: the variable would stay away for ever. It has no
 * method for that, hence the reflection. Guarded by the evaluator's lock.
 */
public final class Revivals {

  /** As JShell tells what a declaration misses: {@code class Circle}, {@code method area(int)}. */
  private static final Pattern MISSED =
      Pattern.compile("(?:class|variable|method) (?<name>\\w+).*");

  private final JShell jshell;

  /** Those of a session. */
  public Revivals(JShell jshell) {
    this.jshell = jshell;
  }

  /**
   * Compiles variables again that miss what has been declared.
   *
   * @param events of an evaluation
   * @return the events of what was compiled again
   */
  public List<SnippetEvent> after(List<SnippetEvent> events) {
    Set<String> declared =
        events.stream()
            .filter(event -> event.status() == Status.VALID)
            .filter(event -> event.snippet() instanceof DeclarationSnippet)
            .map(event -> ((DeclarationSnippet) event.snippet()).name())
            .collect(Collectors.toSet());
    List<VarSnippet> missing =
        declared.isEmpty()
            ? List.of()
            : jshell.variables().filter(each -> missesAny(each, declared)).toList();
    return missing.isEmpty()
        ? List.of()
        : Batch.of(jshell).map(batch -> batch.compileAgain(missing)).orElse(List.of());
  }

  private boolean missesAny(VarSnippet variable, Set<String> declared) {
    return jshell.status(variable) != Status.VALID
        && jshell
            .unresolvedDependencies(variable)
            .map(MISSED::matcher)
            .anyMatch(missed -> missed.matches() && declared.contains(missed.group("name")));
  }
}
