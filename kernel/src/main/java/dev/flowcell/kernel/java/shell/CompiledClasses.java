package dev.flowcell.kernel.java.shell;

import dev.flowcell.kernel.java.code.CellClassNames;
import java.lang.reflect.InaccessibleObjectException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;

/**
 * The classes that JShell keeps for its compiler. It keeps them for ever, and lists all of them for
 * each snippet, so that a session would get slower with each cell. What no later snippet can name
 * is taken away here; JShell has no method for that, hence the reflection. Where that is refused,
 * all classes stay. Guarded by the evaluator's lock.
 */
public final class CompiledClasses {

  private static final Pattern KEYS =
      CellClassNames.pattern("(?<keys>" + CellClassNames.KEYS + ")(?:\\$|$)");

  /** By their full names. */
  private final Map<?, ?> kept;

  private CompiledClasses(Map<?, ?> kept) {
    this.kept = kept;
  }

  /** Those of a session; none to forget where that is refused. */
  public static CompiledClasses of(JShell jshell) {
    try {
      Object files = Opened.get(Opened.get(jshell, "taskFactory"), "fileManager");
      return new CompiledClasses((Map<?, ?>) Opened.get(files, "classObjects"));
    } catch (ReflectiveOperationException | InaccessibleObjectException | ClassCastException e) {
      return new CompiledClasses(new HashMap<>());
    }
  }

  /** How many there are. */
  int size() {
    return kept.size();
  }

  /** Forgets a class and what is declared in it. */
  public void forget(String name) {
    kept.keySet().removeIf(each -> isIn(name, each.toString()));
  }

  /** Forgets the classes that one or more declarations had before they got this one. */
  public void forgetEarlier(String now) {
    Set<String> keys = keys(now);
    kept.keySet()
        .removeIf(
            each -> {
              Set<String> others = keys(each.toString());
              return !others.isEmpty() && keys.containsAll(others) && !isIn(now, each.toString());
            });
  }

  /** The declarations in a class, or around it. */
  private static Set<String> keys(String className) {
    Matcher matcher = KEYS.matcher(className);
    return matcher.lookingAt()
        ? Set.of(matcher.group("keys").replaceAll("[A-Z]", "").split("_"))
        : Set.of();
  }

  /** Forgets a class, and gives what JShell kept of it and of those in it, by name. */
  Map<String, Object> take(String name) {
    Map<String, Object> taken = new LinkedHashMap<>();
    kept.forEach(
        (each, file) -> {
          if (isIn(name, each.toString())) {
            taken.put(each.toString(), file);
          }
        });
    forget(name);
    return taken;
  }

  private static boolean isIn(String name, String each) {
    return each.equals(name) || each.startsWith(name + "$");
  }
}
