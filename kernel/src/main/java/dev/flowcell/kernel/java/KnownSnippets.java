package dev.flowcell.kernel.java;

import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/**
 * The snippets that JShell knows. It keeps them for ever, and goes through all of them several
 * times for each new one, so that a session would get slower with each cell. JShell has no method
 * to forget one, hence the reflection. Where that is refused, all stay. Guarded by the evaluator's
 * lock.
 */
final class KnownSnippets {

  private final Collection<?> all;

  /** The latest of each key; a snippet's id is the number of its key. */
  private final List<?> byKey;

  private KnownSnippets(Collection<?> all, List<?> byKey) {
    this.all = all;
    this.byKey = byKey;
  }

  static KnownSnippets of(JShell jshell) {
    try {
      Object maps = Opened.get(jshell, "maps");
      return new KnownSnippets(
          (Collection<?>) Opened.get(maps, "snippets"),
          (List<?>) Opened.get(maps, "keyIndexToSnippet"));
    } catch (ReflectiveOperationException | InaccessibleObjectException | ClassCastException e) {
      return new KnownSnippets(new HashSet<>(), new ArrayList<>());
    }
  }

  /** Forgets one that has run, or is gone. */
  void forget(Snippet snippet) {
    if (all.remove(snippet)) {
      int key = Integer.parseInt(snippet.id());
      if (byKey.get(key) == snippet) {
        byKey.set(key, null);
      }
    }
  }

  /** How many there are. */
  int size() {
    return all.size();
  }
}
