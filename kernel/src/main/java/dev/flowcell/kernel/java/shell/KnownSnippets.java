package dev.flowcell.kernel.java.shell;

import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/**
 * The snippets that JShell knows. It keeps them for ever, and goes through all of them several
 * times for each new one, so that a session would get slower with each cell. JShell has no method
 * to forget one, hence the reflection. Where that is refused, all stay. Guarded by the evaluator's
 * lock.
 */
public final class KnownSnippets {

  private final Collection<?> all;

  /** The latest of each key; a snippet's id is the number of its key. */
  private final List<Object> byKey;

  /** Those hidden now, by key. */
  private final Map<Integer, Object> hidden = new HashMap<>();

  private KnownSnippets(Collection<?> all, List<Object> byKey) {
    this.all = all;
    this.byKey = byKey;
  }

  /** Those of a session; none to forget where that is refused. */
  @SuppressWarnings("unchecked") // nothing but what was in the list is put into it
  public static KnownSnippets of(JShell jshell) {
    try {
      Object maps = Opened.get(jshell, "maps");
      return new KnownSnippets(
          (Collection<?>) Opened.get(maps, "snippets"),
          (List<Object>) Opened.get(maps, "keyIndexToSnippet"));
    } catch (ReflectiveOperationException | InaccessibleObjectException | ClassCastException e) {
      return new KnownSnippets(new HashSet<>(), new ArrayList<>());
    }
  }

  /** Forgets one that has run, or is gone. */
  public void forget(Snippet snippet) {
    if (all.remove(snippet)) {
      remove(snippet);
    }
  }

  private boolean remove(Snippet snippet) {
    int key = Integer.parseInt(snippet.id());
    return key < byKey.size() && byKey.get(key) == snippet && byKey.set(key, null) != null;
  }

  /** Puts one back in the place of the one that took it. */
  void restore(Snippet snippet) {
    int key = Integer.parseInt(snippet.id());
    if (key < byKey.size()) {
      byKey.set(key, snippet);
    }
  }

  /** Keeps some from what JShell compiles, until {@link #show}. */
  void hide(Collection<? extends Snippet> snippets) {
    for (Snippet snippet : snippets) {
      if (remove(snippet)) {
        hidden.put(Integer.parseInt(snippet.id()), snippet);
      }
    }
  }

  /** Shows JShell all there are; before anything else is asked of it. */
  public void show() {
    hidden.forEach(
        (key, snippet) -> {
          if (byKey.get(key) == null) {
            byKey.set(key, snippet);
          }
        });
    hidden.clear();
  }

  /** How many there are. */
  int size() {
    return all.size();
  }
}
