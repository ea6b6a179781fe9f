package dev.flowcell.kernel.java;

import dev.flowcell.kernel.java.classes.CellClassLoader;
import dev.flowcell.kernel.java.code.Version;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Gives variables their values back, and takes them from what a variable was before. JShell
 * declares a variable anew, and empty, when something it was made with is: after {@code var raw =
 * load()} a new {@code load} would set {@code raw} to null. In a notebook what a cell has computed
 * stays. But what its cell computes anew takes the place of the former value, which JShell would
 * keep for ever. Not thread-safe.
 */
final class KeptValues {

  private final JShell jshell;
  private final CellClassLoader loader;

  /** Up to which version the classes of a variable are empty, by the name of the first. */
  private final Map<String, Integer> emptied = new HashMap<>();

  KeptValues(JShell jshell, CellClassLoader loader) {
    this.jshell = jshell;
    this.loader = loader;
  }

  /**
   * Restores what an evaluation with these events has emptied by the way.
   *
   * @return the variables that stay empty, because their type is another one now
   */
  List<String> restore(List<SnippetEvent> events) {
    return variables(events, event -> event.causeSnippet() != null).stream()
        .filter(variable -> !restore(variable))
        .map(VarSnippet::name)
        .toList();
  }

  /**
   * Lets go of the former values of what was declared.
   *
   * @param failed whether a value could not be computed: then the former one stays
   */
  void replace(List<SnippetEvent> events, boolean failed) {
    for (VarSnippet variable : variables(events, event -> event.causeSnippet() == null)) {
      if (failed) {
        var unused = restore(variable); // of another type it was lost on purpose
      }
      Version now = version(variable);
      earlier(now).forEach(earlier -> empty(earlier, variable.name()));
      if (variable.subKind() == SubKind.VAR_DECLARATION_SUBKIND) { // may be in the same class
        empty(now.className(), variable.name());
      }
      emptied.put(now.first(), now.number());
    }
  }

  private static List<VarSnippet> variables(
      List<SnippetEvent> events, Predicate<SnippetEvent> which) {
    return events.stream()
        .filter(event -> event.status() == Status.VALID && which.test(event))
        .map(SnippetEvent::snippet)
        .filter(VarSnippet.class::isInstance)
        .map(VarSnippet.class::cast)
        .toList();
  }

  /** Whether the variable has what it had. */
  private boolean restore(VarSnippet variable) {
    String name = variable.name();
    Version now = version(variable);
    Field field = field(now.className(), name);
    if (field == null || !isEmpty(field)) {
      return true;
    }
    for (String earlier : earlier(now)) {
      Field before = field(earlier, name);
      // JShell may have tried several classes on the way, which never had a value
      if (before != null && !isEmpty(before)) {
        return keep(field, before);
      }
    }
    return true;
  }

  private static boolean keep(Field field, Field before) {
    Object value = get(before);
    set(before, emptyValue(before)); // or the old class would hold it for ever
    // a type that was itself declared anew is another type: its old values fit nowhere
    boolean fits = field.getType() == before.getType();
    if (fits) {
      set(field, value);
    }
    return fits;
  }

  private void empty(String className, String variable) {
    Field field = field(className, variable);
    if (field != null) {
      set(field, emptyValue(field));
    }
  }

  /** Asks no object of the user's: an empty one is null, and numbers are compared as numbers. */
  private static boolean isEmpty(Field field) {
    Object empty = emptyValue(field);
    return empty == null ? get(field) == null : empty.equals(get(field));
  }

  private static @Nullable Object emptyValue(Field field) {
    return Array.get(Array.newInstance(field.getType(), 1), 0);
  }

  private static @Nullable Object get(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // it was made accessible
    }
  }

  private static void set(Field field, @Nullable Object value) {
    try {
      field.set(null, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // JShell's variables are not final
    }
  }

  private Version version(VarSnippet variable) {
    return Version.of(jshell.sourceCodeAnalysis().wrapper(variable).fullClassName());
  }

  /** The classes that the variable has had, latest first, as far back as they may hold a value. */
  private List<String> earlier(Version now) {
    int from = emptied.getOrDefault(now.first(), 0);
    return IntStream.iterate(now.number() - 1, number -> number >= from, number -> number - 1)
        .mapToObj(number -> new Version(now.first(), number).className())
        .filter(loader::has)
        .toList();
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
