package dev.flowcell.kernel.java.shell;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;

/**
 * Keeps what a declaration was to replace that does not compile. JShell takes the former one away
 * all the same: a slip in {@code List<String> data = …} would lose the data. JShell has no method
 * to put it back, hence the reflection. Where that is refused, it is gone as JShell has it. Guarded
 * by the evaluator's lock.
 */
public final class Refusals {

  private final JShell jshell;
  private final KnownSnippets known;
  private final Overloads overloads;

  /** For a session, with what it knows and what it compiles together. */
  public Refusals(JShell jshell, KnownSnippets known, Overloads overloads) {
    this.jshell = jshell;
    this.known = known;
    this.overloads = overloads;
  }

  /**
   * Puts back what was to be replaced, and compiles again what has missed it meanwhile.
   *
   * @param events of an evaluation
   * @return the events of what was compiled again
   */
  public List<SnippetEvent> undo(List<SnippetEvent> events) {
    Set<Snippet> refused =
        events.stream()
            .filter(event -> event.causeSnippet() == null && event.status() == Status.REJECTED)
            .map(SnippetEvent::snippet)
            .collect(Collectors.toSet());
    List<SnippetEvent> replaced =
        events.stream()
            .filter(event -> event.status() == Status.OVERWRITTEN)
            .filter(event -> refused.contains(event.causeSnippet()))
            .toList();
    return replaced.isEmpty()
        ? List.of()
        : Batch.of(jshell).map(batch -> undo(replaced, events, batch)).orElse(List.of());
  }

  private List<SnippetEvent> undo(
      List<SnippetEvent> replaced, List<SnippetEvent> events, Batch batch) {
    for (SnippetEvent each : replaced) {
      batch.revive(each.snippet(), each.previousStatus());
      known.restore(each.snippet());
    }
    Set<Snippet> again = new LinkedHashSet<>();
    for (SnippetEvent each : events) {
      Status now = jshell.status(each.snippet());
      boolean misses = now.isActive() && now != Status.VALID;
      if (misses) {
        again.add(each.snippet());
        again.addAll(overloads.of(each.snippet()));
      }
    }
    return batch.compileAgain(again);
  }
}
