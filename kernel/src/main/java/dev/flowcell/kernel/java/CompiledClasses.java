package dev.flowcell.kernel.java;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.HashMap;
import java.util.Map;
import jdk.jshell.JShell;

/**
 * The classes that JShell keeps for its compiler. It keeps them for ever, and lists all of them for
 * each snippet, so that a session would get slower with each cell. What no later snippet can name
 * is taken away here; JShell has no method for that, hence the reflection, for which the jar's
 * manifest opens its package. Where that is refused, all classes stay. Guarded by the evaluator's
 * lock.
 */
final class CompiledClasses {

  /** By their full names. */
  private final Map<?, ?> kept;

  private CompiledClasses(Map<?, ?> kept) {
    this.kept = kept;
  }

  static CompiledClasses of(JShell jshell) {
    try {
      Object files = field(field(jshell, "taskFactory"), "fileManager");
      return new CompiledClasses((Map<?, ?>) field(files, "classObjects"));
    } catch (ReflectiveOperationException | InaccessibleObjectException | ClassCastException e) {
      return new CompiledClasses(new HashMap<>());
    }
  }

  private static Object field(Object object, String name) throws ReflectiveOperationException {
    Field field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(object);
  }

  /** How many there are. */
  int size() {
    return kept.size();
  }

  /** Forgets a class and what is declared in it. */
  void forget(String name) {
    kept.keySet().removeIf(each -> each.equals(name) || each.toString().startsWith(name + "$"));
  }
}
