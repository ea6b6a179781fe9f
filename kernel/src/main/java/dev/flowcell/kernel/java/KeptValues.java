package dev.flowcell.kernel.java;

import java.lang.reflect.Field;
import java.util.Comparator;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Gives variables their values back. JShell declares a variable anew, and empty, when something it
 * was made with is: after {@code var raw = load()} a new {@code load} would set {@code raw} to
 * null. In a notebook what a cell has computed stays. Not thread-safe.
 */
final class KeptValues {

  private final JShell jshell;
  private final CellClassLoader loader;

  KeptValues(JShell jshell, CellClassLoader loader) {
    this.jshell = jshell;
    this.loader = loader;
  }

  /** Restores what an evaluation with these events has emptied by the way. */
  void restore(List<SnippetEvent> events) {
    for (SnippetEvent event : events) {
      if (event.causeSnippet() != null
          && event.status() == Status.VALID
          && event.snippet() instanceof VarSnippet variable) {
        restore(variable);
      }
    }
  }

  private void restore(VarSnippet variable) {
    String name = variable.name();
    String now = jshell.sourceCodeAnalysis().wrapper(variable).fullClassName();
    Field field = field(now, name);
    if (field == null) {
      return;
    }
    try {
      Object empty = field.get(null);
      for (String earlier : earlier(now)) {
        Field before = field(earlier, name);
        Object value = before == null ? empty : before.get(null);
        // JShell may have tried several classes on the way, which never had a value
        if (before != null && !isEmpty(value, empty)) {
          keep(field, before, value, empty);
          return;
        }
      }
    } catch (IllegalAccessException | LinkageError e) {
      // it stays empty, as JShell has it
    }
  }

  /** Asks no object of the user's: an empty one is null, and numbers are compared as numbers. */
  private static boolean isEmpty(@Nullable Object value, @Nullable Object empty) {
    return empty == null ? value == null : empty.equals(value);
  }

  private static void keep(
      Field field, Field before, @Nullable Object value, @Nullable Object empty)
      throws IllegalAccessException {
    before.set(null, empty); // or the old class would hold it for ever
    // a type that was itself declared anew is another type: its old values fit nowhere
    if (field.getType() == before.getType()) {
      field.set(null, value);
    }
  }

  /**
   * The names that the variable's class has had, latest first: JShell appends letters that count in
   * base 26.
   */
  private List<String> earlier(String className) {
    String first = className.replaceAll("[A-Z]*$", "");
    return loader.names().stream()
        .filter(name -> name.matches("\\Q" + first + "\\E[A-Z]*"))
        .filter(name -> version(name) < version(className))
        .sorted(Comparator.comparingLong(KeptValues::version).reversed())
        .toList();
  }

  private static long version(String className) {
    long version = 0;
    for (int i = className.replaceAll("[A-Z]*$", "").length(); i < className.length(); i++) {
      version = 26 * version + className.charAt(i) - 'A';
    }
    return version;
  }

  private @Nullable Field field(String className, String variable) {
    try {
      Field field = loader.loadClass(className).getDeclaredField(variable);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }
}
